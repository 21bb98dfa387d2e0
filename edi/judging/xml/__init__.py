"""The only maker of XML parsers for documents, and the paths inside one."""
