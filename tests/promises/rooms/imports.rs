//! What the files of `src/` name of each other, read from their syntax.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use syn::visit::{self, Visit};

/// A file, and what it names.
pub(super) struct Source {
    pub(super) file: PathBuf,
    /// The module that the file is.
    pub(super) module: Vec<String>,
    pub(super) room: String,
    /// Paths inside the crate, from its root.
    pub(super) inside: BTreeSet<Vec<String>>,
    /// Names of other crates (and of whatever else begins a path).
    pub(super) outside: BTreeSet<String>,
    /// Paths that begin with a name of the module, or of another crate.
    pub(super) relative: BTreeSet<Vec<String>>,
    /// What the module's imports are called in it, and what they are.
    pub(super) imported: BTreeMap<String, Vec<String>>,
}

/// Everything that `src/` consists of.
pub(super) fn sources() -> Vec<Source> {
    read_all(|syntax| syntax)
}

/// The same without what is compiled for tests only.
pub(super) fn sources_without_tests() -> Vec<Source> {
    let is_test = |attribute: &syn::Attribute| {
        let is_cfg = attribute.path().is_ident("cfg");
        is_cfg
            && attribute
                .parse_args::<syn::Ident>()
                .is_ok_and(|on| on == "test")
    };
    let is_for_tests = |item: &syn::Item| match item {
        syn::Item::Mod(item) => item.attrs.iter().any(is_test),
        syn::Item::Use(item) => item.attrs.iter().any(is_test),
        _ => false,
    };
    read_all(|mut syntax| {
        syntax.items.retain(|item| !is_for_tests(item));
        syntax
    })
}

fn read_all(part: impl Fn(syn::File) -> syn::File) -> Vec<Source> {
    let top = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut files = Vec::new();
    collect(&top, &mut files);
    files
        .into_iter()
        .filter_map(|path| {
            let file = path.strip_prefix(&top).expect("it is below").to_owned();
            let room = file.components().next()?.as_os_str().to_str()?;
            let room = room.strip_suffix(".rs").unwrap_or(room).to_owned();
            let text = fs::read_to_string(&path).expect("readable");
            let is_room = !["lib", "main"].contains(&room.as_str());
            let parsed =
                || syn::parse_file(&text).unwrap_or_else(|e| panic!("{}: {e}", file.display()));
            is_room.then(|| read(&room, &file, &part(parsed())))
        })
        .collect()
}

fn collect(folder: &Path, files: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).expect("readable").flatten() {
        let path = entry.path();
        if path.is_dir() {
            collect(&path, files);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            files.push(path);
        }
    }
}

fn read(room: &str, file: &Path, syntax: &syn::File) -> Source {
    let module = module_of(file);
    let mut reader = Reader {
        depth: module.len(),
        module: module.clone(),
        ..Reader::default()
    };
    reader.visit_file(syntax);
    Source {
        file: file.to_owned(),
        module,
        room: room.to_owned(),
        inside: reader.inside,
        outside: reader.outside,
        relative: reader.relative,
        imported: reader.imported,
    }
}

/// `script/functions/time.rs` is `script::functions::time`.
fn module_of(file: &Path) -> Vec<String> {
    let without = file.with_extension("");
    let names = without.iter().map(|name| name.to_string_lossy().into());
    names.filter(|name: &String| name != "mod").collect()
}

#[derive(Default)]
struct Reader {
    module: Vec<String>,
    /// How many names the module of the file has; inside of its own modules there are more.
    depth: usize,
    inside: BTreeSet<Vec<String>>,
    outside: BTreeSet<String>,
    relative: BTreeSet<Vec<String>>,
    imported: BTreeMap<String, Vec<String>>,
}

impl Reader {
    fn note(&mut self, path: &[String]) {
        match self.absolute(path) {
            Some(full) => drop(self.inside.insert(full)),
            None => {
                self.outside.extend(path.first().cloned());
                self.relative.insert(path.to_vec());
            }
        }
    }

    /// A path from the root of the crate; none for one that begins with a name.
    fn absolute(&self, path: &[String]) -> Option<Vec<String>> {
        let mut full = match path.first()?.as_str() {
            "crate" => Vec::new(),
            "super" | "self" => self.module.clone(),
            _ => return None,
        };
        let is_way = |name: &&String| ["super", "self", "crate"].contains(&name.as_str());
        let way = path.iter().take_while(is_way);
        for _ in way.clone().filter(|name| *name == "super") {
            full.pop();
        }
        let rest = path.iter().skip(way.count());
        full.extend(rest.filter(|name| *name != "self").cloned());
        Some(full)
    }

    fn import(&mut self, called: &syn::Ident, path: &[String]) {
        self.note(path);
        if self.module.len() == self.depth {
            let full = self.absolute(path);
            let full = full.unwrap_or_else(|| [&self.module, path].concat());
            self.imported.insert(called.to_string(), full);
        }
    }

    fn tree(&mut self, tree: &syn::UseTree, before: &[String]) {
        let with = |name: &syn::Ident| [before, &[name.to_string()]].concat();
        match tree {
            syn::UseTree::Path(path) => self.tree(&path.tree, &with(&path.ident)),
            syn::UseTree::Name(name) => self.import(&name.ident, &with(&name.ident)),
            syn::UseTree::Rename(name) => self.import(&name.rename, &with(&name.ident)),
            syn::UseTree::Glob(_) => self.note(before),
            syn::UseTree::Group(group) => {
                for tree in &group.items {
                    self.tree(tree, before);
                }
            }
        }
    }
}

impl<'a> Visit<'a> for Reader {
    fn visit_item_use(&mut self, item: &'a syn::ItemUse) {
        self.tree(&item.tree, &[]);
    }

    fn visit_visibility(&mut self, _: &'a syn::Visibility) {}

    fn visit_item_mod(&mut self, item: &'a syn::ItemMod) {
        self.module.push(item.ident.to_string());
        visit::visit_item_mod(self, item);
        self.module.pop();
    }

    fn visit_path(&mut self, path: &'a syn::Path) {
        if path.segments.len() > 1 {
            let names = path.segments.iter().map(|s| s.ident.to_string());
            self.note(&names.collect::<Vec<_>>());
        }
        visit::visit_path(self, path);
    }

    /// What macros are given is not parsed: its words are looked through.
    fn visit_macro(&mut self, call: &'a syn::Macro) {
        let text = call.tokens.to_string();
        let words: Vec<&str> = text.split_whitespace().collect();
        for (place, word) in words.iter().enumerate() {
            if !matches!(*word, "crate" | "super") {
                continue;
            }
            let rest = words[place..].split(|word| !is_path_part(word)).next();
            let path = rest
                .unwrap_or_default()
                .iter()
                .filter(|word| **word != "::");
            self.note(&path.map(|word| (*word).to_owned()).collect::<Vec<_>>());
        }
        visit::visit_macro(self, call);
    }
}

fn is_path_part(word: &str) -> bool {
    word == "::" || word.chars().all(|c| c.is_alphanumeric() || c == '_')
}

#[test]
fn the_reader_sees_every_way_to_name_a_room() {
    let text = "
        use crate::{error::Error, store::{self, Row}};
        use super::super::super::api::Session as S;
        fn f() { let x: crate::query::Expr = 1; println!(\"{}\", crate::shell::x()); }
        mod tests { use super::super::super::super::access; fn f() { rhai::eval(); } }
        pub(in crate::script) fn g() { super::help() }
    ";
    let syntax = syn::parse_file(text).expect("Rust");
    let source = read("script", Path::new("script/functions/x.rs"), &syntax);
    let found: Vec<String> = source.inside.iter().map(|path| path.join("::")).collect();
    assert_eq!(
        found,
        [
            "access",
            "api::Session",
            "error::Error",
            "query::Expr",
            "script::functions::help",
            "shell::x",
            "store",
            "store::Row",
        ]
    );
    assert!(source.outside.contains("rhai"));
    assert_eq!(source.imported["S"], ["api", "Session"]);
}
