//! Reads the files and remembers on which lines each entry stands.

use super::CatalogError;
use super::norms::read_norms;
use super::prior::GroupPrior;
use evenstride_core::body::{MuscleGroupId, Quality};
use evenstride_core::knowledge::{
    ActionWords, AfterInjury, Assumption, AuditFigure, AuditPair, Cause, Caution, DoseRules, Equipment,
    Exercise, Figure, Flag, FollowingFigure, Gap, Gate, Goal, Ladder, Movement, MuscleGroup, NameWords, Norm,
    NotLegs, OpposingPair, OtherNames, Pattern, Rule, Schedule, Sign, Source, SportDifference, Test,
    UsualDifference,
};
use serde::Deserialize;
use std::collections::BTreeMap;

/// What one TOML file may hold.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Contents {
    /// Version of the knowledge, in one file only.
    pub version: Option<String>,
    /// Muscle groups.
    pub group: Vec<MuscleGroup>,
    /// Tests.
    pub test: Vec<Test>,
    /// Opposing pairs.
    pub pair: Vec<OpposingPair>,
    /// Differences that are normal for a sport.
    pub sport: Vec<SportDifference>,
    /// Sources.
    pub source: Vec<Source>,
    /// Red flags.
    pub flag: Vec<Flag>,
    /// Words of the actions.
    pub action: Vec<ActionWords>,
    /// Caution tags.
    pub caution: Vec<Caution>,
    /// What waits after an operation.
    pub gate: Vec<Gate>,
    /// Equipment.
    pub equipment: Vec<Equipment>,
    /// Exercises.
    pub exercise: Vec<Exercise>,
    /// Other names of exercises.
    pub name: Vec<OtherNames>,
    /// Names of what does not train the legs.
    pub not_legs: Vec<NotLegs>,
    /// Words that names are made of.
    pub name_word: Vec<NameWords>,
    /// Moving figures.
    pub figure: Vec<Figure>,
    /// Goals and their doses.
    pub goal: Vec<Goal>,
    /// Dose rules for people to read.
    pub rule: Vec<Rule>,
    /// Figures of following a plan.
    pub following: Vec<FollowingFigure>,
    /// What to reach before the next exercise of a chain.
    pub ladder: Vec<Ladder>,
    /// Schedules that studies wrote down.
    pub schedule: Vec<Schedule>,
    /// Signs to stop.
    pub sign: Vec<Sign>,
    /// Figures of scoring a week.
    pub auditing: Vec<AuditFigure>,
    /// Pairs that are held against each other in a week.
    pub audit_pair: Vec<AuditPair>,
    /// Movements that a week should hold.
    pub movement: Vec<Movement>,
    /// Patterns of findings.
    pub pattern: Vec<Pattern>,
    /// Possible causes.
    pub cause: Vec<Cause>,
    /// How much healthy legs differ.
    pub usual_difference: Vec<UsualDifference>,
    /// How much sides differ after an injury.
    pub after_injury: Vec<AfterInjury>,
    /// Cells of the coverage table that stay empty on purpose.
    pub gap: Vec<Gap>,
    /// What the model assumes.
    pub assumption: Vec<Assumption>,
    /// Priors that replace those of built-in groups, in a clinic's own files only.
    pub prior: Vec<GroupPrior>,
    /// Dose rules, in one file only.
    pub doses: Option<DoseRules>,
}

/// The lines of one entry: file by index, first line and the line after the last, counted from 0.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Span {
    /// Index of the file.
    pub file: usize,
    /// First line.
    pub first: usize,
    /// The line after the last.
    pub end: usize,
}

/// An entry with its place.
#[derive(Debug)]
pub struct Listed<T> {
    /// The entry.
    pub item: T,
    /// Where it stands.
    pub span: Span,
}

/// All entries of all files, read but not yet checked.
#[derive(Debug)]
pub struct Raw {
    /// Names of the files and their lines.
    pub files: Vec<(String, Vec<String>)>,
    /// Version of the knowledge.
    pub version: String,
    /// Muscle groups.
    pub groups: Vec<Listed<MuscleGroup>>,
    /// Tests.
    pub tests: Vec<Listed<Test>>,
    /// Norms.
    pub norms: Vec<Listed<Norm>>,
    /// Opposing pairs.
    pub pairs: Vec<Listed<OpposingPair>>,
    /// Differences that are normal for a sport.
    pub sports: Vec<Listed<SportDifference>>,
    /// Sources.
    pub sources: Vec<Listed<Source>>,
    /// Red flags.
    pub flags: Vec<Listed<Flag>>,
    /// Words of the actions.
    pub actions: Vec<Listed<ActionWords>>,
    /// Caution tags.
    pub cautions: Vec<Listed<Caution>>,
    /// What waits after an operation.
    pub gates: Vec<Listed<Gate>>,
    /// Equipment.
    pub equipment: Vec<Listed<Equipment>>,
    /// Exercises.
    pub exercises: Vec<Listed<Exercise>>,
    /// Other names of exercises.
    pub names: Vec<Listed<OtherNames>>,
    /// Names of what does not train the legs.
    pub not_legs: Vec<Listed<NotLegs>>,
    /// Words that names are made of.
    pub name_words: Vec<Listed<NameWords>>,
    /// Moving figures.
    pub figures: Vec<Listed<Figure>>,
    /// Goals and their doses.
    pub goals: Vec<Listed<Goal>>,
    /// Dose rules for people to read.
    pub rules: Vec<Listed<Rule>>,
    /// Figures of following a plan.
    pub followings: Vec<Listed<FollowingFigure>>,
    /// What to reach before the next exercise of a chain.
    pub ladders: Vec<Listed<Ladder>>,
    /// Schedules that studies wrote down.
    pub schedules: Vec<Listed<Schedule>>,
    /// Signs to stop.
    pub signs: Vec<Listed<Sign>>,
    /// Figures of scoring a week.
    pub auditings: Vec<Listed<AuditFigure>>,
    /// Pairs that are held against each other in a week.
    pub audit_pairs: Vec<Listed<AuditPair>>,
    /// Movements that a week should hold.
    pub movements: Vec<Listed<Movement>>,
    /// Patterns of findings.
    pub patterns: Vec<Listed<Pattern>>,
    /// Possible causes.
    pub causes: Vec<Listed<Cause>>,
    /// How much healthy legs differ.
    pub usual_differences: Vec<Listed<UsualDifference>>,
    /// How much sides differ after an injury.
    pub after_injury: Vec<Listed<AfterInjury>>,
    /// Cells of the coverage table that stay empty on purpose.
    pub gaps: Vec<Listed<Gap>>,
    /// What the model assumes.
    pub assumptions: Vec<Listed<Assumption>>,
    /// Priors that stand outside a group and replace none.
    pub priors: Vec<Listed<GroupPrior>>,
    /// Where the priors stand that came from a clinic's own files into built-in groups.
    pub laid_priors: BTreeMap<(MuscleGroupId, Quality), Span>,
    /// Dose rules.
    pub doses: Listed<DoseRules>,
}

impl Raw {
    /// Where the prior of a group stands: in the group, or in a block of its own.
    #[must_use]
    pub fn prior_span(&self, group: &Listed<MuscleGroup>, quality: Quality) -> Span {
        self.laid_priors.get(&(group.item.id.clone(), quality)).copied().unwrap_or(group.span)
    }

    /// The line, counted from 1, on which a text stands within an entry; the entry's first line if it does not.
    #[must_use]
    pub fn line_of(&self, span: Span, needle: &str) -> usize {
        let quoted = format!("\"{needle}\"");
        let lines = self.files.get(span.file).map_or(&[][..], |(_, lines)| &lines[..]);
        let within = || lines.iter().enumerate().take(span.end).skip(span.first);
        let found = within()
            .find(|(_, line)| line.contains(&quoted))
            .or_else(|| within().find(|(_, line)| line.contains(needle)));
        found.map_or(span.first, |(index, _)| index) + 1
    }
}

/// Reads all files.
///
/// # Errors
/// What cannot be read in each file, and a version or dose rules that are missing or stand twice.
pub fn read(files: &[(&str, &str)]) -> Result<Raw, Vec<CatalogError>> {
    let mut gathered = Gathered::default();
    for (name, text) in files {
        gathered.read(name, text);
    }
    gathered.finish()
}

/// Puts entries that were checked before together again, without places.
#[must_use]
pub fn unplaced(contents: Contents, norms: Vec<Norm>) -> Option<Raw> {
    let mut gathered = Gathered::default();
    gathered.add(contents, 0, "", &[]);
    gathered.norms = norms.into_iter().map(|item| Listed { item, span: Span::default() }).collect();
    gathered.finish().ok()
}

/// What has been read so far.
#[derive(Default)]
pub(super) struct Gathered {
    pub(super) files: Vec<(String, Vec<String>)>,
    pub(super) errors: Vec<CatalogError>,
    version: Option<String>,
    pub(super) groups: Vec<Listed<MuscleGroup>>,
    pub(super) tests: Vec<Listed<Test>>,
    pub(super) norms: Vec<Listed<Norm>>,
    pairs: Vec<Listed<OpposingPair>>,
    sports: Vec<Listed<SportDifference>>,
    pub(super) sources: Vec<Listed<Source>>,
    flags: Vec<Listed<Flag>>,
    actions: Vec<Listed<ActionWords>>,
    cautions: Vec<Listed<Caution>>,
    gates: Vec<Listed<Gate>>,
    pub(super) equipment: Vec<Listed<Equipment>>,
    pub(super) exercises: Vec<Listed<Exercise>>,
    pub(super) names: Vec<Listed<OtherNames>>,
    not_legs: Vec<Listed<NotLegs>>,
    name_words: Vec<Listed<NameWords>>,
    pub(super) figures: Vec<Listed<Figure>>,
    pub(super) goals: Vec<Listed<Goal>>,
    rules: Vec<Listed<Rule>>,
    followings: Vec<Listed<FollowingFigure>>,
    ladders: Vec<Listed<Ladder>>,
    schedules: Vec<Listed<Schedule>>,
    signs: Vec<Listed<Sign>>,
    auditings: Vec<Listed<AuditFigure>>,
    audit_pairs: Vec<Listed<AuditPair>>,
    movements: Vec<Listed<Movement>>,
    patterns: Vec<Listed<Pattern>>,
    causes: Vec<Listed<Cause>>,
    usual_differences: Vec<Listed<UsualDifference>>,
    after_injury: Vec<Listed<AfterInjury>>,
    gaps: Vec<Listed<Gap>>,
    pub(super) assumptions: Vec<Listed<Assumption>>,
    pub(super) priors: Vec<Listed<GroupPrior>>,
    pub(super) laid_priors: BTreeMap<(MuscleGroupId, Quality), Span>,
    doses: Option<Listed<DoseRules>>,
}

impl Gathered {
    /// Reads one file and adds what it holds.
    pub(super) fn read(&mut self, name: &str, text: &str) {
        let index = self.files.len();
        let lines: Vec<String> = text.lines().map(str::to_owned).collect();
        if name.ends_with(".csv") {
            match read_norms(name, &lines, index) {
                Ok(norms) => self.norms.extend(norms),
                Err(errors) => self.errors.extend(errors),
            }
        } else {
            match toml::from_str::<Contents>(text) {
                Ok(contents) => self.add(contents, index, name, &lines),
                Err(error) => self.errors.push(CatalogError {
                    file: name.to_owned(),
                    line: error.span().map_or(1, |span| 1 + text[..span.start].matches('\n').count()),
                    message: format!("read the file: {}", error.message().replace('\n', " ")),
                }),
            }
        }
        self.files.push((name.to_owned(), lines));
    }

    pub(super) fn add(&mut self, contents: Contents, file: usize, name: &str, lines: &[String]) {
        let spans = Spans { file, lines };
        self.groups.extend(spans.list("group", contents.group));
        self.tests.extend(spans.list("test", contents.test));
        self.pairs.extend(spans.list("pair", contents.pair));
        self.sports.extend(spans.list("sport", contents.sport));
        self.sources.extend(spans.list("source", contents.source));
        self.flags.extend(spans.list("flag", contents.flag));
        self.actions.extend(spans.list("action", contents.action));
        self.cautions.extend(spans.list("caution", contents.caution));
        self.gates.extend(spans.list("gate", contents.gate));
        self.equipment.extend(spans.list("equipment", contents.equipment));
        self.exercises.extend(spans.list("exercise", contents.exercise));
        self.names.extend(spans.list("name", contents.name));
        self.not_legs.extend(spans.list("not_legs", contents.not_legs));
        self.name_words.extend(spans.list("name_word", contents.name_word));
        self.figures.extend(spans.list("figure", contents.figure));
        self.goals.extend(spans.list("goal", contents.goal));
        self.rules.extend(spans.list("rule", contents.rule));
        self.followings.extend(spans.list("following", contents.following));
        self.ladders.extend(spans.list("ladder", contents.ladder));
        self.schedules.extend(spans.list("schedule", contents.schedule));
        self.signs.extend(spans.list("sign", contents.sign));
        self.auditings.extend(spans.list("auditing", contents.auditing));
        self.audit_pairs.extend(spans.list("audit_pair", contents.audit_pair));
        self.movements.extend(spans.list("movement", contents.movement));
        self.patterns.extend(spans.list("pattern", contents.pattern));
        self.causes.extend(spans.list("cause", contents.cause));
        self.usual_differences.extend(spans.list("usual_difference", contents.usual_difference));
        self.after_injury.extend(spans.list("after_injury", contents.after_injury));
        self.gaps.extend(spans.list("gap", contents.gap));
        self.assumptions.extend(spans.list("assumption", contents.assumption));
        self.priors.extend(spans.list("prior", contents.prior));
        let doses = spans.list("doses", contents.doses.into_iter().collect());
        for found in doses {
            if self.doses.is_some() {
                self.refuse(name, found.span.first + 1, "read [doses]: expected it once, found it again");
            }
            self.doses = Some(found);
        }
        if let Some(version) = contents.version {
            if self.version.is_some() {
                let line = lines.iter().position(|line| line.starts_with("version")).unwrap_or(0) + 1;
                self.refuse(name, line, "read the version: expected it once, found it again");
            }
            self.version = Some(version);
        }
    }

    fn refuse(&mut self, file: &str, line: usize, message: &str) {
        self.errors.push(CatalogError { file: file.to_owned(), line, message: message.to_owned() });
    }

    pub(super) fn finish(mut self) -> Result<Raw, Vec<CatalogError>> {
        // A file that cannot be read may hold what seems missing, so only the reading errors are told then.
        if self.errors.is_empty() {
            let first = self.files.first().map_or(String::new(), |(name, _)| name.clone());
            if self.version.is_none() {
                self.refuse(&first, 1, "find the version: expected `version = \"…\"` in one file, found none");
            }
            if self.doses.is_none() {
                self.refuse(&first, 1, "find the dose rules: expected [doses] in one file, found none");
            }
        }
        match (self.doses, self.version, self.errors.is_empty()) {
            (Some(doses), Some(version), true) => Ok(Raw {
                files: self.files,
                version,
                groups: self.groups,
                tests: self.tests,
                norms: self.norms,
                pairs: self.pairs,
                sports: self.sports,
                sources: self.sources,
                flags: self.flags,
                actions: self.actions,
                cautions: self.cautions,
                gates: self.gates,
                equipment: self.equipment,
                exercises: self.exercises,
                names: self.names,
                not_legs: self.not_legs,
                name_words: self.name_words,
                figures: self.figures,
                goals: self.goals,
                rules: self.rules,
                followings: self.followings,
                ladders: self.ladders,
                schedules: self.schedules,
                signs: self.signs,
                auditings: self.auditings,
                audit_pairs: self.audit_pairs,
                movements: self.movements,
                patterns: self.patterns,
                causes: self.causes,
                usual_differences: self.usual_differences,
                after_injury: self.after_injury,
                gaps: self.gaps,
                assumptions: self.assumptions,
                priors: self.priors,
                laid_priors: self.laid_priors,
                doses,
            }),
            (_, _, _) => Err(self.errors),
        }
    }
}

/// Finds where the entries of a file stand, by their headers.
struct Spans<'a> {
    file: usize,
    lines: &'a [String],
}

impl Spans<'_> {
    fn list<T>(&self, kind: &str, items: Vec<T>) -> Vec<Listed<T>> {
        let (many, one) = (format!("[[{kind}]]"), format!("[{kind}]"));
        let is_header = |line: &str| line.starts_with(&many) || line.starts_with(&one);
        let (part_many, part_one) = (format!("[[{kind}."), format!("[{kind}."));
        let is_part = |line: &str| line.starts_with(&part_many) || line.starts_with(&part_one);
        let mut headers = (0..self.lines.len()).filter(|&index| is_header(&self.lines[index]));
        let span_of_next = |first: usize| {
            let after = self.lines.iter().enumerate().skip(first + 1);
            let end = after.clone().find(|(_, line)| line.starts_with('[') && !is_part(line));
            Span { file: self.file, first, end: end.map_or(self.lines.len(), |(index, _)| index) }
        };
        items
            .into_iter()
            .map(|item| {
                let unknown = Span { file: self.file, first: 0, end: self.lines.len() };
                Listed { item, span: headers.next().map_or(unknown, span_of_next) }
            })
            .collect()
    }
}
