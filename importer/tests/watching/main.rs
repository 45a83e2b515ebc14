//! Looking for newer files: what servers do, what is due, what is written down, and who is told. No test waits for a
//! clock; each has one of its own.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod checking;
mod fetching;
mod fixture;
mod notifying;
mod server;
