"""The rules of the model: one module a mechanism, one small scalar function a rule.

Both engines call them; neither holds a formula of its own. Scalars in, scalars out; a rule over
others takes the arrays of all members and an index, so that its sum too is written once, in index
order. Chance enters as a draw ``u`` in [0, 1) or a noise of variance 1.
"""
