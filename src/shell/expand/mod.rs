//! What a word becomes: expansions, splitting, globs.
//!
//! <https://www.gnu.org/software/bash/manual/bash.html#Shell-Expansions>

mod arithmetic;
mod brace;
mod draft;
pub mod escape;
mod parameter;
pub mod pattern;

use brush_parser::{
    ParserOptions,
    word::{self, TildeExpr, WordPiece, WordPieceWithSource},
};

use super::{
    place::Place,
    run::{Leave, Run},
};
use draft::{Draft, Kind};

/// Fields that one word may become.
const FIELDS: usize = 20_000;

impl Run<'_> {
    /// The fields of a word: what stands for it among a command's arguments.
    pub fn fields(&mut self, word: &str) -> Result<Vec<String>, Leave> {
        let mut all = Vec::new();
        for word in brace::expand(word) {
            let draft = self.draft(&word)?;
            let separators = self.session.login().get("IFS").unwrap_or(" \t\n").to_owned();
            for field in draft.fields(&separators) {
                let found = match field.pattern {
                    Some(pattern) if !self.session.login().options.noglob => self.session.matching(&pattern),
                    _ => vec![],
                };
                if found.is_empty() { all.push(field.text) } else { all.extend(found) }
            }
            all.truncate(FIELDS);
        }
        Ok(all)
    }

    /// A word as one text: of an assignment, a redirection, `case`.
    pub fn text(&mut self, word: &str) -> Result<String, Leave> {
        Ok(self.draft(word)?.text())
    }

    /// A word as a pattern: what is quoted in it stands for itself.
    pub fn pattern(&mut self, word: &str) -> Result<String, Leave> {
        Ok(self.draft(word)?.pattern())
    }

    /// The text of a here-document whose end was not quoted.
    pub fn document(&mut self, text: &str) -> Result<String, Leave> {
        let pieces =
            word::parse_heredoc(text, &ParserOptions::default()).map_err(|_| self.bad_substitution(text))?;
        let mut draft = Draft::default();
        self.pieces(&pieces, true, &mut draft)?;
        Ok(draft.text())
    }

    fn draft(&mut self, word: &str) -> Result<Draft, Leave> {
        let mut draft = Draft::default();
        self.add(word, false, &mut draft)?;
        Ok(draft)
    }

    /// Adds a word that stands inside another one, too: `${a:-WORD}`.
    fn add(&mut self, word: &str, quoted: bool, draft: &mut Draft) -> Result<(), Leave> {
        // Nearly every word is plain, and parsing one costs more than all the rest.
        if !word.contains(['$', '`', '\\', '"', '\'', '~']) {
            draft.push(if quoted { Kind::Quoted } else { Kind::Literal }, word);
            return Ok(());
        }
        let pieces = word::parse(word, &ParserOptions::default()).map_err(|_| self.bad_substitution(word))?;
        if !self.session.budget.enter() {
            return Err(self.refuse("expansion: too deep"));
        }
        let done = self.pieces(&pieces, quoted, draft);
        self.session.budget.leave();
        done
    }

    fn bad_substitution(&mut self, word: &str) -> Leave {
        self.refuse(&format!("{word}: bad substitution"))
    }

    fn pieces(
        &mut self,
        pieces: &[WordPieceWithSource],
        quoted: bool,
        draft: &mut Draft,
    ) -> Result<(), Leave> {
        let kind = if quoted { Kind::Quoted } else { Kind::Split };
        for piece in pieces {
            match &piece.piece {
                WordPiece::Text(text) => draft.push(if quoted { Kind::Quoted } else { Kind::Literal }, text),
                WordPiece::SingleQuotedText(text) => draft.push(Kind::Quoted, text),
                WordPiece::AnsiCQuotedText(text) => draft.push(Kind::Quoted, &escape::decode(text).0),
                WordPiece::DoubleQuotedSequence(inner) | WordPiece::GettextDoubleQuotedSequence(inner) => {
                    draft.push(Kind::Quoted, "");
                    self.pieces(inner, true, draft)?;
                }
                WordPiece::EscapeSequence(text) => {
                    let text = text.strip_prefix('\\').unwrap_or(text);
                    draft.push(Kind::Quoted, if text == "\n" { "" } else { text });
                }
                WordPiece::TildeExpansion(tilde) => draft.push(Kind::Quoted, &self.tilde(tilde)),
                WordPiece::ParameterExpansion(expression) => self.parameter(expression, quoted, draft)?,
                WordPiece::CommandSubstitution(text) | WordPiece::BackquotedCommandSubstitution(text) => {
                    let back = matches!(piece.piece, WordPiece::BackquotedCommandSubstitution(_));
                    let output =
                        if back { self.capture(&text.replace("\\`", "`"))? } else { self.capture(text)? };
                    draft.push(kind, &output);
                }
                WordPiece::ArithmeticExpression(expression) => {
                    let value = self.arithmetic(&expression.value)?;
                    draft.push(kind, &value.to_string());
                }
            }
        }
        Ok(())
    }

    fn tilde(&self, tilde: &TildeExpr) -> String {
        let login = self.session.login();
        match tilde {
            TildeExpr::Home => login.get("HOME").unwrap_or("/").to_owned(),
            TildeExpr::UserHome(user) if user == "root" || user == "candidate" => {
                Place::home(user).to_owned()
            }
            TildeExpr::UserHome(user) => format!("~{user}"),
            TildeExpr::OldWorkingDir => login.get("OLDPWD").unwrap_or("~-").to_owned(),
            _ => login.folder.clone(),
        }
    }
}
