"""The questions: one module each, made of arms on one branch."""
