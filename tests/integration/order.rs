//! `/api/order`: what was confirmed is what is ordered, once.

mod changed;
mod place;
mod together;
