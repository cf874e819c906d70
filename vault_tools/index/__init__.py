"""The index: a disposable picture of the vault that answers without opening notes."""
