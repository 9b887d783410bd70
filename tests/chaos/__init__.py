"""The fault harness: two worlds from one start, one of them disturbed, compared when it is quiet."""
