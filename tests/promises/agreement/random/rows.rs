//! Questions about rows themselves, and about those that are related to them.

use super::fields::Kind;
use super::grower::Grower;

impl Grower<'_> {
    /// A collaborator: one that a relation leads to, me, one of two, or one in place of nobody.
    pub(super) fn person(&mut self) -> String {
        self.deeper(4, |grower, choice| match choice {
            1 => format!(
                "(if {} {{ {} }} else {{ {} }})",
                grower.condition(),
                grower.person(),
                grower.person()
            ),
            2 => format!("({} ?? {})", grower.person(), grower.person()),
            3 => "me".to_owned(),
            _ => {
                let (path, kind) = grower.row();
                match kind {
                    Kind::Client => format!("{path}.commercial"),
                    Kind::Contract => format!("{path}.client.commercial"),
                    Kind::Event if grower.below(3) == 2 => {
                        format!("{path}.contract.client[\"commercial\"]")
                    }
                    Kind::Event => format!("{path}.support"),
                    Kind::Person => path,
                }
            }
        })
    }

    /// Whether two rows are the same one.
    pub(super) fn same_row(&mut self) -> String {
        let person = self.person();
        match self.below(4) {
            0 => format!("{person} {} {}", self.of(&["==", "!="]), self.person()),
            1 => format!(
                "{person} {} {}",
                self.of(&["in", "!in"]),
                self.of(&["[me]", "[me, ()]", "[]"])
            ),
            2 => format!("{person} {} ()", self.of(&["==", "!="])),
            _ => format!("({person}?.id ?? 0) > {}", self.below(9)),
        }
    }

    /// A question about related rows.
    pub(super) fn related(&mut self) -> String {
        let (path, kind) = self.row();
        let many = kind.fields().many;
        if many.is_empty() || self.many == 1 {
            return self.nothing();
        }
        let (name, of) = many[0];
        let row = format!("r{}", self.rows.len());
        self.many += 1;
        self.rows.push((row.clone(), of));
        let shown = match self.below(10) {
            0 => format!("many.any(|{row}| {})", self.condition()),
            1 => format!("many.all(|{row}| {})", self.condition()),
            2 => format!("many.none(|{row}| {})", self.condition()),
            3 => format!(
                "many.filter(|{row}| {}).count() {} {}",
                self.condition(),
                self.sign(),
                self.below(3)
            ),
            4 => format!(
                "many.count(|{row}| {}) {} {}",
                self.condition(),
                self.sign(),
                self.below(3)
            ),
            5 => format!("many.{}()", self.of(&["exists", "is_empty"])),
            6 => format!(
                "many.filter(|{row}| {}).{}()",
                self.condition(),
                self.of(&["exists", "is_empty"])
            ),
            7 => format!(
                "many.{}(|{row}| {}) {} {}",
                self.of(&["min", "max"]),
                self.int(),
                self.of(&["==", "!="]),
                self.of(&["7", "()", "0"])
            ),
            8 => format!(
                "many.sum(|{row}| {}) {} {}",
                self.decimal(),
                self.sign(),
                self.below(40)
            ),
            _ => format!(
                "many.sum(|{row}| {row}.id) {} {}",
                self.sign(),
                self.below(40)
            ),
        };
        self.rows.pop();
        self.many -= 1;
        format!("({{ let many = {path}.{name}; {shown} }})")
    }
}
