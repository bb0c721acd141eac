//! A base answered: which files its views list, and what stands in each cell.
//!
//! In: a [`Base`], the plan, and the note that shows it. Out: [`Answer`], plain data, which is part of the
//! body of a page and so of its hash: when a note changes, every page whose tables show another thing
//! then is another page. Only what readers may know of is looked at. Costs O(files) for each view, or
//! what its tag, folder or backlink holds where the filter asks for one.

mod cell;
mod evaluate;
mod file;
mod function;
mod value;

use std::cmp::Ordering;
use std::collections::HashSet;

use serde::Serialize;

use super::Plan;
use super::order::collator;
use crate::graph::NoteId;
use crate::note::{Base, BaseView, Expression, FileField, Function, NamedBase, Property, Unsupported};
use crate::site::Permalink;
pub use cell::{Cell, CellKind, Piece};
use evaluate::Scope;
use file::Files;
use value::{Row, Value};

/// The most rows of a table that are shown.
const ROWS: usize = 200;
/// The most cells of all tables of a page together.
pub(super) const CELLS_A_PAGE: usize = 20_000;

/// What a base shows on a page.
#[derive(Clone, Debug, Serialize)]
pub struct Answer {
    /// The event that opens its fence; 0 for a `.base` file.
    pub event: usize,
    /// Its views, or what of it is not understood.
    pub views: Result<Vec<Table>, String>,
}

/// One view of a base.
#[derive(Clone, Debug, Serialize)]
pub struct Table {
    /// Its name, or empty.
    pub name: String,
    /// Whether it is shown as a list.
    pub is_list: bool,
    /// What of its filter is not understood: then there are no rows.
    pub problem: Option<String>,
    /// The names of the columns.
    pub columns: Vec<String>,
    /// The rows; one group without a name where nothing groups them.
    pub groups: Vec<Group>,
    /// How many rows there are, shown or not.
    pub row_count: usize,
    /// How many are shown.
    pub shown: usize,
    /// What is left out.
    pub left_out: Vec<String>,
}

/// Rows that belong together.
#[derive(Clone, Debug, Serialize)]
pub struct Group {
    /// What they have in common, where something groups them.
    pub name: Option<Cell>,
    /// The rows, a cell for each column.
    pub rows: Vec<Vec<Cell>>,
}

/// Answers one base for the page `from`. `this` is the note that shows it; `view` names the only view
/// wanted. Takes the cells that it makes from `cells_left`.
pub(super) fn answer(
    plan: &Plan<'_>,
    named: &NamedBase,
    this: NoteId,
    from: &Permalink,
    view: Option<&str>,
    cells_left: &mut usize,
) -> Answer {
    let views = match &named.base {
        Err(problem) => Err(problem.to_string()),
        Ok(base) => {
            let asked = |one: &&BaseView| view.is_none_or(|name| one.name == name);
            let mut chosen: Vec<&BaseView> = base.views.iter().filter(asked).collect();
            // The application shows the first view where none bears the name.
            if chosen.is_empty() {
                chosen.extend(base.views.first());
            }
            let asking = Asking { plan, files: Files { plan }, base, problems: problems(base), this, from };
            Ok(chosen.into_iter().map(|view| asking.table(view, cells_left)).collect())
        }
    };
    Answer { event: named.event, views }
}

struct Asking<'p, 'b> {
    plan: &'p Plan<'p>,
    files: Files<'p>,
    base: &'b Base,
    /// What of each formula is not understood.
    problems: Vec<Option<Unsupported>>,
    this: NoteId,
    from: &'b Permalink,
}

impl<'p> Asking<'p, '_> {
    fn table(&self, view: &BaseView, cells_left: &mut usize) -> Table {
        let mut left_out: Vec<String> = view.left_out.iter().map(ToString::to_string).collect();
        let mut note = |problem: &Unsupported| {
            let problem = problem.to_string();
            if !left_out.contains(&problem) {
                left_out.push(problem);
            }
        };
        let mut usable = |property: &'_ Result<Property, Unsupported>| match property {
            Ok(property) => match self.problem_of(property) {
                None => true,
                Some(problem) => {
                    note(&problem);
                    false
                }
            },
            Err(problem) => {
                note(problem);
                false
            }
        };
        let mut columns: Vec<&Property> = view
            .columns
            .iter()
            .filter(|column| usable(column))
            .filter_map(|column| column.as_ref().ok())
            .collect();
        if columns.is_empty() {
            columns.push(&Property::File(FileField::Name));
        }
        let sort: Vec<(&Property, bool)> = view
            .group
            .iter()
            .chain(&view.sort)
            .filter(|(property, _)| usable(property))
            .filter_map(|(property, downwards)| Some((property.as_ref().ok()?, *downwards)))
            .collect();
        let group = view.group.as_ref().and_then(|(property, _)| property.as_ref().ok());
        let group = group.filter(|property| self.problem_of(property).is_none());
        let problem = match &view.filter {
            Some(Err(problem)) => Some(problem.clone()),
            Some(Ok(filter)) => self.problem_in(filter),
            None => None,
        };
        let mut table = Table {
            name: view.name.clone(),
            is_list: view.is_list,
            problem: problem.as_ref().map(ToString::to_string),
            columns: columns.iter().map(|column| self.column_name(column)).collect(),
            groups: Vec::new(),
            row_count: 0,
            shown: 0,
            left_out,
        };
        if problem.is_some() {
            return table;
        }
        let filter = view.filter.as_ref().and_then(|filter| filter.as_ref().ok());
        let mut rows = self.rows(filter, &sort);
        rows.truncate(view.limit.unwrap_or(usize::MAX));
        table.row_count = rows.len();
        rows.truncate(ROWS.min(*cells_left / columns.len().max(1)));
        table.shown = rows.len();
        *cells_left -= rows.len() * columns.len();
        self.fill(&mut table, rows, &columns, group);
        table
    }

    /// Returns the rows that fit, sorted.
    fn rows(&self, filter: Option<&Expression>, sort: &[(&Property, bool)]) -> Vec<Row<'p>> {
        let mut rows: Vec<(Vec<Value<'p>>, Row<'p>)> = self
            .candidates(filter)
            .into_iter()
            .filter_map(|row| {
                let scope = self.scope(row);
                let fits = filter.is_none_or(|filter| scope.holds(filter));
                fits.then(|| (sort.iter().map(|(property, _)| scope.property(property)).collect(), row))
            })
            .collect();
        let collator = collator(&self.plan.vault.languages.default);
        // The sort is stable: what is equal stays in the order of the site.
        rows.sort_by(|(a, _), (b, _)| {
            let keys = a.iter().zip(b).zip(sort);
            keys.map(|((a, b), (_, downwards))| match (a.is_empty(), b.is_empty()) {
                (false, false) if *downwards => b.sorted(a, collator.as_ref()),
                (false, false) => a.sorted(b, collator.as_ref()),
                // What is empty comes last either way.
                (a, b) => a.cmp(&b),
            })
            .find(|order| *order != Ordering::Equal)
            .unwrap_or(Ordering::Equal)
        });
        rows.into_iter().map(|(_, row)| row).collect()
    }

    /// Returns what may fit, in the order of the site: the notes of a tag, a folder or a backlink that
    /// every row must have, else all files.
    fn candidates(&self, filter: Option<&Expression>) -> Vec<Row<'p>> {
        let listed = |id: &NoteId| self.plan.is_listed(*id);
        if let Some(mut notes) = filter.and_then(|filter| self.narrowed(filter)) {
            notes.sort_by_key(|id| self.plan.order.rank(*id));
            notes.dedup();
            return notes.into_iter().filter(listed).map(Row::Note).collect();
        }
        let notes = self.plan.order.all().iter().copied().filter(listed).map(Row::Note);
        notes.chain(self.plan.routes.attachments().map(|(path, _)| Row::File(path))).collect()
    }

    /// Returns the notes among which all rows are, where the filter names a tag or this note.
    fn narrowed(&self, filter: &Expression) -> Option<Vec<NoteId>> {
        match filter {
            Expression::And(parts) => {
                parts.iter().filter_map(|part| self.narrowed(part)).min_by_key(Vec::len)
            }
            Expression::Call(Function::HasTag, arguments) => {
                let (Expression::File, tags) = arguments.split_first()? else { return None };
                let mut notes = Vec::new();
                for tag in tags {
                    let Expression::Text(tag) = tag else { return None };
                    let tag = crate::words::fold(tag.trim_start_matches('#').trim_matches('/'));
                    if tag.is_empty() {
                        return None;
                    }
                    let found = self.plan.editions.iter().filter_map(|edition| edition.tags.get(&tag));
                    notes.extend(found.flat_map(|tag| &tag.notes));
                }
                Some(notes)
            }
            Expression::Call(Function::HasLink, arguments) => {
                let [Expression::File, to] = &arguments[..] else { return None };
                let is_this = match to {
                    Expression::This => true,
                    Expression::Field(of, name) => **of == Expression::This && name == "file",
                    _ => false,
                };
                is_this.then(|| {
                    let linking = self.plan.graph.backlinks(self.this).iter().map(|link| link.from);
                    linking.chain([self.this]).collect()
                })
            }
            _ => None,
        }
    }

    fn fill(&self, table: &mut Table, rows: Vec<Row<'p>>, columns: &[&Property], group: Option<&Property>) {
        for row in rows {
            let scope = self.scope(row);
            let name = group.map(|property| self.cell(&scope.property(property)));
            let cells = columns.iter().map(|column| match column {
                Property::File(FileField::Name | FileField::Basename) => self.cell(&Value::File(row)),
                column => self.cell(&scope.property(column)),
            });
            let cells = cells.collect();
            match table.groups.last_mut() {
                Some(group) if group.name == name => group.rows.push(cells),
                _ => table.groups.push(Group { name, rows: vec![cells] }),
            }
        }
    }

    fn scope(&self, row: Row<'p>) -> Scope<'p, '_> {
        Scope::new(&self.files, self.base, row, Row::Note(self.this))
    }

    fn column_name(&self, property: &Property) -> String {
        let given = self.base.display_names.iter().find(|(known, _)| known == property);
        given.map_or_else(|| property.label().to_owned(), |(_, name)| name.clone())
    }

    fn problem_of(&self, property: &Property) -> Option<Unsupported> {
        let Property::Formula(name) = property else { return None };
        let index = self.base.formulas.iter().position(|(known, _)| known == name)?;
        self.problems[index].clone()
    }

    fn problem_in(&self, expression: &Expression) -> Option<Unsupported> {
        let mut names = HashSet::new();
        expression.formulas(&mut names);
        let known = self.base.formulas.iter().zip(&self.problems);
        known.filter(|((name, _), _)| names.contains(name.as_str())).find_map(|(_, problem)| problem.clone())
    }
}

/// How far formulas may build upon one another.
const FORMULA_DEPTH: usize = 8;

/// Returns what of each formula is not understood, the formulas that it needs included.
fn problems(base: &Base) -> Vec<Option<Unsupported>> {
    let needs: Vec<Vec<usize>> = base
        .formulas
        .iter()
        .map(|(_, formula)| {
            let mut names = HashSet::new();
            if let Ok(expression) = formula {
                expression.formulas(&mut names);
            }
            (0..base.formulas.len())
                .filter(|index| names.contains(base.formulas[*index].0.as_str()))
                .collect()
        })
        .collect();
    let mut problems: Vec<Option<Unsupported>> =
        base.formulas.iter().map(|(_, formula)| formula.as_ref().err().cloned()).collect();
    // In each round a formula is settled when all that it needs are.
    let mut settled = vec![false; needs.len()];
    for _ in 0..FORMULA_DEPTH {
        let ready: Vec<usize> = (0..needs.len())
            .filter(|index| !settled[*index] && needs[*index].iter().all(|needed| settled[*needed]))
            .collect();
        for index in ready {
            let inherited = needs[index].iter().find_map(|needed| problems[*needed].clone());
            problems[index] = problems[index].take().or(inherited);
            settled[index] = true;
        }
    }
    for (problem, settled) in problems.iter_mut().zip(settled) {
        if !settled {
            problem.get_or_insert(Unsupported::Circle);
        }
    }
    problems
}
