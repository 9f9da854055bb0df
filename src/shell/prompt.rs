//! What stands before the line: who is signed in, as what, where, and whether it is kept.

use super::locale::signs;
use crate::api::Claims;
use crate::config::{Color, Piece, Placeholder, Template};
use crate::render::visible;

/// What a prompt tells.
pub(super) struct Prompt<'a> {
    pub(super) template: &'a Template,
    pub(super) color: Color,
    pub(super) claims: Option<&'a Claims>,
    pub(super) profile: Option<&'a str>,
    pub(super) database: Option<&'a str>,
    /// Whether nothing is kept.
    pub(super) in_sandbox: bool,
    /// Whether nothing can be changed.
    pub(super) only_reads: bool,
    /// Whether a transaction is open between two entries.
    pub(super) in_transaction: bool,
}

/// A text, and the numbers by which a terminal is told how it looks.
type Styled = (String, String);

impl Prompt<'_> {
    /// In two versions of the same width: plain, and with colours.
    pub(super) fn drawn(&self, color: bool) -> (String, String) {
        let (pieces, _) = self.pieces(self.template.pieces(), false);
        let plain: String = pieces.iter().map(|(text, _)| text.as_str()).collect();
        let plain = signs(&plain).into_owned();
        if !color {
            return (plain.clone(), plain);
        }
        let styled = |(text, look): &Styled| format!("\x1b[{look}m{}\x1b[0m", signs(text));
        (plain, pieces.iter().map(styled).collect())
    }

    /// What is drawn of some parts, and whether no placeholder among them is empty.
    fn pieces(&self, pieces: &[Piece], in_group: bool) -> (Vec<Styled>, bool) {
        let (mut drawn, mut is_whole) = (Vec::new(), true);
        for piece in pieces {
            match piece {
                Piece::Text(text) if in_group => drawn.push((text.clone(), "2".to_owned())),
                Piece::Text(text) => drawn.push((text.clone(), self.color.code().to_string())),
                Piece::Placeholder(placeholder) => {
                    let text = self.text(*placeholder);
                    is_whole &= !text.is_empty();
                    drawn.push((text, self.look(*placeholder)));
                }
                Piece::Group(pieces) => {
                    let (group, is_whole) = self.pieces(pieces, true);
                    drawn.extend(group.into_iter().filter(|_| is_whole));
                }
            }
        }
        drawn.retain(|(text, _)| !text.is_empty());
        (drawn, is_whole)
    }

    fn text(&self, placeholder: Placeholder) -> String {
        let name = |claims: &Claims| {
            visible(claims.email.split('@').next().unwrap_or_default()).into_owned()
        };
        let shown =
            |text: Option<&str>| text.map_or_else(String::new, |text| visible(text).into_owned());
        let when = |is: bool, text: &str| if is { text.to_owned() } else { String::new() };
        match placeholder {
            Placeholder::User => self.claims.map_or_else(|| "not signed in".to_owned(), name),
            Placeholder::Role => shown(self.claims.map(|claims| claims.role.as_str())),
            Placeholder::Profile => shown(self.profile),
            Placeholder::Database => shown(self.database),
            Placeholder::Sandbox => when(self.in_sandbox, "sandbox"),
            Placeholder::ReadOnly => when(self.only_reads, "read only"),
            Placeholder::Transaction => when(self.in_transaction, "*"),
        }
    }

    fn look(&self, placeholder: Placeholder) -> String {
        match placeholder {
            Placeholder::User => "1".to_owned(),
            Placeholder::Role | Placeholder::Database => "2".to_owned(),
            Placeholder::Profile => format!("1;{}", self.color.code()),
            Placeholder::Sandbox | Placeholder::ReadOnly | Placeholder::Transaction => {
                "33".to_owned()
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::Settings;

    #[test]
    fn the_prompt_says_who_as_what_where_and_whether_it_is_kept() {
        let claims = Claims {
            sub: "2".into(),
            email: "marie@epic.events".into(),
            role: "commercial".into(),
            db_role: "s_1".into(),
            exp: 0,
            jti: "1".into(),
        };
        let usual = Settings::default().prompt;
        let mut prompt = Prompt {
            template: &usual,
            color: Color::Red,
            claims: Some(&claims),
            profile: None,
            database: Some("epic"),
            in_sandbox: false,
            only_reads: false,
            in_transaction: false,
        };
        let (plain, styled) = prompt.drawn(true);
        assert_eq!(plain, format!("marie (commercial) {} ", signs("❯")));
        assert!(
            styled.starts_with("\x1b[1mmarie\x1b[0m\x1b[2m (\x1b[0m"),
            "{styled:?}"
        );
        assert!(
            styled.ends_with(&format!("\x1b[31m {} \x1b[0m", signs("❯"))),
            "{styled:?}"
        );
        prompt.in_sandbox = true;
        prompt.profile = Some("production");
        let (plain, _) = prompt.drawn(false);
        assert_eq!(plain, signs("production · marie (commercial) sandbox ❯ "));
        (prompt.in_sandbox, prompt.only_reads) = (false, true);
        let (plain, _) = prompt.drawn(false);
        assert_eq!(plain, signs("production · marie (commercial) read only ❯ "));
        (prompt.in_sandbox, prompt.only_reads) = (true, false);
        let own = Template::read("{database}:{user}[ {sandbox}[{transaction}]]> ").unwrap();
        prompt.template = &own;
        assert_eq!(prompt.drawn(false).0, "epic:marie sandbox> ");
        prompt.in_transaction = true;
        assert_eq!(prompt.drawn(false).0, "epic:marie sandbox*> ");
        prompt.claims = None;
        prompt.template = &usual;
        assert_eq!(
            prompt.drawn(false).0,
            signs("production · not signed in sandbox ❯ ")
        );
    }
}
