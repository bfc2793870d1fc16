//! `/api/sessions`: joining, guessing PINs, tokens, the state and the end of a visit.

mod close;
mod guessing;
mod join;
mod tokens;
