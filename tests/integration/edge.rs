//! The network's edge: who may speak to the hub, and how little those hold up who do nothing.

mod addresses;
mod bodies;
mod crowd;
mod hosts;
mod origins;
mod private;
mod slow;
