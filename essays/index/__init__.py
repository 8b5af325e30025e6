"""Search over what readers may see: rows written by the desk's writes, two engines that read them, and the answer."""
