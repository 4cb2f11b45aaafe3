"""One cell into one value. Blank gives ``None``; anything not understood raises `BadValue`."""
