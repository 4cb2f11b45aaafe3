"""The map at ``/ban-do/``: points, communes with their counts, the state of its address."""
