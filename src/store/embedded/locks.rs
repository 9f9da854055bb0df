//! The locks of a cluster. The kernel gives them back even after `kill -9`.
//!
//! They are given back by hand too, not only by closing the file: a process that another thread is
//! just starting holds copies of our files for a moment, and with them would hold our locks.

use std::fs::{File, TryLockError};

use super::folders::Folders;
use crate::error::Result;

/// The right to start or stop the server; one has it at a time.
pub(super) struct StartLock(File);

/// A member's shared lock on the server.
#[derive(Debug)]
pub(super) struct UsersLock(File);

impl StartLock {
    /// Waits until nobody else has it.
    pub(super) fn take(folders: &Folders) -> Result<Self> {
        let file = folders.lock_file("start.lock")?;
        file.lock()?;
        Ok(Self(file))
    }
}

impl UsersLock {
    /// Takes a shared lock; waits while somebody holds it exclusively.
    pub(super) fn share(folders: &Folders) -> Result<Self> {
        let file = folders.lock_file("users.lock")?;
        file.lock_shared()?;
        Ok(Self(file))
    }

    /// Gives up the lock, and tells whether nobody else has one. If so nobody gets one as long as
    /// this lives. The caller holds the start lock.
    pub(super) fn is_alone(&self) -> Result<bool> {
        self.0.unlock()?;
        match self.0.try_lock() {
            Ok(()) => Ok(true),
            Err(TryLockError::WouldBlock) => Ok(false),
            Err(TryLockError::Error(error)) => Err(error.into()),
        }
    }
}

impl Drop for StartLock {
    fn drop(&mut self) {
        let _ = self.0.unlock(); // closing it does the same, perhaps later
    }
}

impl Drop for UsersLock {
    fn drop(&mut self) {
        let _ = self.0.unlock(); // closing it does the same, perhaps later
    }
}
