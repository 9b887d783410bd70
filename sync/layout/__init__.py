"""Summary to Tab: what each spreadsheet should look like. Pure; one file per spreadsheet."""
