"""What a reader types and what an essay says, as words to be found by: values and functions, no Django."""
