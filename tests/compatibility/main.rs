//! Stored and sent forms, byte by byte.
