"""How anything is said: finding sentences, text made safe to show, labels."""
