"""A round of assessment that is played, not real: dossiers in every state, councils, decisions.

``fixtures/demo/round.json`` says what happens, who does it and how many working days ago; `playing`
carries it out by the same services people use, each act on its day. Nothing of it is public.
"""
