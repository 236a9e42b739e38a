//! The commands over accounts: who may sign in from other machines, and whose records each may see.
//!
//! A password is asked for without being shown, or read from a file or standard input; it never stands among the words of
//! a command, where other users of the machine can read it. Read next: [`evenstride_app::accounts`].

use crate::arguments::Format;
use crate::output;
use crate::record::Where;
use clap::{Args, Subcommand, ValueEnum};
use evenstride_app::accounts::{AccountName, Given, Role, password};
use evenstride_app::disk::{now_ms, read_settings};
use evenstride_app::error::{Error, exit_code};
use evenstride_app::prelude::{Knowledge, SubjectId};
use evenstride_app::store::{By, IfMissing, Store, WHO_VARIABLE, run};
use evenstride_app::wire;
use evenstride_app::words::Words;
use std::path::PathBuf;

pub(crate) const HELP: &str = "\
Accounts matter only when the program is used from other machines: see docs/beyond-this-machine.md. An owner may do
everything, a coach sees the people given to the account, an athlete their own person.

Examples:
  evenstride account add olga --role owner
  evenstride account add carl --role coach --person ada --person ben
  evenstride account add ada --role athlete --person ada --password-from -
  evenstride account list
  evenstride account end-sessions ada
  evenstride account trail --last 20";

#[derive(Debug, Args)]
pub(crate) struct AccountArguments {
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, Subcommand)]
enum What {
    /// Makes an account and asks for its password.
    Add {
        #[command(flatten)]
        named: Named,
        #[command(flatten)]
        rights: RightsArguments,
        #[command(flatten)]
        password: PasswordArguments,
    },
    /// Gives an account another role and other people, in place of those it had.
    Change {
        #[command(flatten)]
        named: Named,
        #[command(flatten)]
        rights: RightsArguments,
    },
    /// Gives an account another password and ends its sessions.
    Password {
        #[command(flatten)]
        named: Named,
        #[command(flatten)]
        password: PasswordArguments,
    },
    /// Ends every session of an account, say after a phone was lost.
    EndSessions(Named),
    /// Removes an account; the records of its people stay.
    Remove(Named),
    /// The accounts.
    List {
        #[command(flatten)]
        at: Where,
        /// How to write the result.
        #[arg(long, value_enum, default_value_t = Format::Text)]
        format: Format,
    },
    /// What was done with accounts and who signed in, newest first.
    Trail {
        #[command(flatten)]
        at: Where,
        /// How to write the result.
        #[arg(long, value_enum, default_value_t = Format::Text)]
        format: Format,
        /// Show at most so many, the newest ones.
        #[arg(long, value_name = "N", default_value_t = 50)]
        last: u32,
    },
}

#[derive(Debug, Args)]
struct Named {
    /// The name of the account.
    #[arg(value_name = "NAME")]
    name: String,
    #[command(flatten)]
    at: Where,
}

#[derive(Debug, Args)]
struct RightsArguments {
    /// What the account is for.
    #[arg(long, value_enum)]
    role: RoleWord,
    /// Somebody of the store whom the account sees; may be given again.
    #[arg(long, value_name = "NAME")]
    person: Vec<String>,
    /// A coach who sees everybody, also who comes later.
    #[arg(long, conflicts_with = "person")]
    everybody: bool,
}

#[derive(Debug, Args)]
struct PasswordArguments {
    /// Read the password from the first line of a file, or of standard input for `-`.
    #[arg(long, value_name = "FILE")]
    password_from: Option<PathBuf>,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum RoleWord {
    /// May do everything.
    Owner,
    /// Sees the people given to the account.
    Coach,
    /// Sees their own person.
    Athlete,
}

impl RightsArguments {
    fn role(&self) -> Role {
        match self.role {
            RoleWord::Owner => Role::Owner,
            RoleWord::Coach => Role::Coach,
            RoleWord::Athlete => Role::Athlete,
        }
    }

    fn given(&self) -> Result<Given, Error> {
        if self.everybody {
            return Ok(Given::Everybody);
        }
        let names = self.person.iter().map(|name| {
            SubjectId::new(name).ok_or_else(|| {
                Error::usage("read --person: expected 1 to 64 printable characters, found others")
            })
        });
        Ok(Given::People(names.collect::<Result<_, _>>()?))
    }
}

impl PasswordArguments {
    /// The hash of the password that is given.
    fn hash(&self, name: &AccountName) -> Result<String, Error> {
        match &self.password_from {
            Some(path) => {
                let text = read_settings(path)?;
                password::hash(text.lines().next().unwrap_or_default())
            }
            None => {
                let first = asked(&format!("Password for {name}: "))?;
                let hash = password::hash(&first)?;
                if asked("Once more: ")? != first {
                    return Err(Error::usage("take the password: expected the same twice, found another")
                        .hint("nothing was changed; try again"));
                }
                Ok(hash)
            }
        }
    }
}

/// Asks on the terminal without showing what is typed.
fn asked(prompt: &str) -> Result<String, Error> {
    rpassword::prompt_password(prompt).map_err(|error| {
        Error::unreadable(format!("ask for the password: {error}"))
            .hint("without a terminal give it with --password-from FILE, or - for standard input")
    })
}

fn account_name(typed: &str) -> Result<AccountName, Error> {
    AccountName::new(typed).ok_or_else(|| {
        Error::usage("read the name of the account: expected 1 to 64 printable characters, found others")
    })
}

/// Runs a command over accounts.
///
/// # Errors
/// What was typed does not fit, there is no such account, or the store cannot be opened.
pub(crate) fn run_account(arguments: &AccountArguments, knowledge: &Knowledge) -> Result<u8, Error> {
    let words = Words::kept(knowledge.language);
    let tell = |key: &str, name: &AccountName| output::remark(&words.fill(key, &[("name", &name.to_string())]));
    let who = std::env::var(WHO_VARIABLE).unwrap_or_default();
    let by = By { who: &who, at_ms: now_ms() };
    match &arguments.what {
        What::Add { named, rights, password } => {
            let (name, role, given) = (account_name(&named.name)?, rights.role(), rights.given()?);
            let hash = password.hash(&name)?;
            on(&named.at, IfMissing::Make, async |store| {
                store.add_account(by, &name, role, &given, &hash).await
            })?;
            tell("cli.account_added", &name);
        }
        What::Change { named, rights } => {
            let (name, role, given) = (account_name(&named.name)?, rights.role(), rights.given()?);
            on(&named.at, IfMissing::Refuse, async |store| {
                store.change_account(by, &name, role, &given).await
            })?;
            tell("cli.account_changed", &name);
        }
        What::Password { named, password } => {
            let name = account_name(&named.name)?;
            let hash = password.hash(&name)?;
            on(&named.at, IfMissing::Refuse, async |store| store.change_password(by, &name, &hash).await)?;
            tell("cli.account_password", &name);
        }
        What::EndSessions(named) => {
            let name = account_name(&named.name)?;
            let n = on(&named.at, IfMissing::Refuse, async |store| store.end_sessions(by, &name).await)?;
            let n = usize::try_from(n).unwrap_or(usize::MAX);
            let sessions = words.counted("sign_in", n);
            let name = name.to_string();
            let values = [("sessions", sessions.as_str()), ("name", name.as_str())];
            output::remark(&words.fill("cli.account_sessions", &values));
        }
        What::Remove(named) => {
            let name = account_name(&named.name)?;
            on(&named.at, IfMissing::Refuse, async |store| store.remove_account(by, &name).await)?;
            tell("cli.account_gone", &name);
        }
        What::List { at, format } => {
            let accounts = on(at, IfMissing::Refuse, async |store| store.accounts().await)?;
            output::result(&match format {
                Format::Text if accounts.is_empty() => format!("{}\n", words.say("cli.no_accounts")),
                Format::Text => wire::accounts_text(&accounts),
                Format::Json => wire::accounts_json(&accounts),
                Format::Csv => wire::accounts_csv(&accounts),
            })?;
        }
        What::Trail { at, format, last } => {
            let trail = on(at, IfMissing::Refuse, async |store| store.trail(*last).await)?;
            output::result(&match format {
                Format::Text if trail.is_empty() => format!("{}\n", words.say("cli.nothing_yet")),
                Format::Text => wire::trail_text(&trail),
                Format::Json => wire::trail_json(&trail),
                Format::Csv => wire::trail_csv(&trail),
            })?;
        }
    }
    Ok(exit_code::DONE)
}

/// Opens the store, does one thing, and closes it.
fn on<T>(
    at: &Where,
    if_missing: IfMissing,
    work: impl AsyncFnOnce(&Store) -> Result<T, Error>,
) -> Result<T, Error> {
    run(async {
        let store = at.open(if_missing).await?;
        let done = work(&store).await;
        store.close().await;
        done
    })
}
