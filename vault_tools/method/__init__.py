"""The method beyond who is due: pure functions over timelines; docs/method.md explains each."""
