//! Attacks on signing in that need more than one connection.
