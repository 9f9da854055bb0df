//! What rows have, for closures that are grown.

/// The fields of an entity by type; `?` marks those that may be nothing.
pub(super) struct Fields {
    pub(super) ints: &'static [&'static str],
    pub(super) decimals: &'static [&'static str],
    pub(super) texts: &'static [&'static str],
    pub(super) dates: &'static [&'static str],
    pub(super) moments: &'static [&'static str],
    pub(super) bools: &'static [&'static str],
    /// Related rows; `?` marks one that may be missing.
    pub(super) one: &'static [(&'static str, Kind)],
    pub(super) many: &'static [(&'static str, Kind)],
}

#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Kind {
    Client,
    Contract,
    Event,
    Person,
}

impl Kind {
    pub(super) fn fields(self) -> Fields {
        match self {
            Self::Client => Fields {
                ints: &["id"],
                decimals: &[],
                texts: &["full_name", "email", "phone?", "company_name?"],
                dates: &["first_contact_date", "last_contact_date"],
                moments: &[],
                bools: &[],
                one: &[("commercial", Self::Person)],
                many: &[("contracts", Self::Contract)],
            },
            Self::Contract => Fields {
                ints: &["id", "client_id"],
                decimals: &["total_amount", "amount_due"],
                texts: &[],
                dates: &["creation_date", "signed_at?.date?"],
                moments: &["signed_at?"],
                bools: &["signed"],
                one: &[("client", Self::Client)],
                many: &[("events", Self::Event)],
            },
            Self::Event => Fields {
                ints: &["id", "attendees?", "support?.id?"],
                decimals: &[],
                texts: &["name", "location?", "notes?", "support?.full_name?"],
                dates: &["starts_at.date", "ends_at.date"],
                moments: &["starts_at", "ends_at"],
                bools: &[],
                one: &[("contract", Self::Contract)],
                many: &[],
            },
            Self::Person => Fields {
                ints: &["id"],
                decimals: &[],
                texts: &["full_name", "email", "role"],
                dates: &["created_at.date"],
                moments: &["created_at"],
                bools: &["active"],
                one: &[],
                many: &[],
            },
        }
    }
}
