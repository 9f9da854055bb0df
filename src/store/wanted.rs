//! Which of several hosts will do: `target_session_attrs`.

/// Which hosts will do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Wanted {
    Any,
    Primary,
    Standby,
    PreferStandby,
}

impl Wanted {
    /// `read-write` is the same as `primary`: connections ask for transactions that write.
    pub(super) fn of(attribute: &str) -> Option<Self> {
        match attribute {
            "any" => Some(Self::Any),
            "primary" | "read-write" => Some(Self::Primary),
            "standby" | "read-only" => Some(Self::Standby),
            "prefer-standby" => Some(Self::PreferStandby),
            _ => None,
        }
    }

    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Any => "any",
            Self::Primary => "primary",
            Self::Standby => "standby",
            Self::PreferStandby => "prefer-standby",
        }
    }

    pub(super) fn fits(self, is_standby: bool) -> bool {
        match self {
            Self::Any => true,
            Self::Primary => !is_standby,
            Self::Standby | Self::PreferStandby => is_standby,
        }
    }
}
