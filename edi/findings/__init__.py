"""What the stages before the rules can say, one file a stage; `spec` is what a sentence is. See edi.catalogue."""
