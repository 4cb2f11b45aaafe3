"""Chấm thử: anyone answers a set and sees the star. The answers stand in the address alone."""
