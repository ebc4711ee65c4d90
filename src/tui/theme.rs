//! What roles look like: five themes, each in 256 colours and in 16.

use ratatui::style::{Color, Modifier, Style};

use crate::app::Role;
use crate::study::ThemeChoice;

/// What is known of the terminal's colours.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Look {
    pub depth: ColorDepth,
    /// Whether none are wanted, as [`no_color`](super::no_color) says.
    pub no_color: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ColorDepth {
    Sixteen,
    Indexed,
}

impl ColorDepth {
    /// By what the environment says of the terminal, as `TERM` and `COLORTERM`.
    pub fn of(term: &str, colorterm: &str) -> Self {
        let known =
            ["256", "direct", "kitty", "alacritty", "ghostty", "wezterm", "foot", "tmux", "screen", "xterm"];
        if !colorterm.is_empty() || known.iter().any(|name| term.contains(name)) {
            Self::Indexed
        } else {
            Self::Sixteen
        }
    }
}

/// The styles of a theme.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Theme {
    palette: Palette,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Palette {
    accent: Color,
    good: Color,
    bad: Color,
    warning: Color,
    muted: Color,
    heading: Color,
    code: Color,
    key: Color,
    string: Color,
    number: Color,
    /// Background and foreground of what is selected; without a background it is reversed.
    selection: Option<(Color, Color)>,
}

impl Theme {
    /// The theme of a choice on this terminal; `dark` is what the terminal said of its background.
    pub fn of(choice: ThemeChoice, dark: Option<bool>, look: Look) -> Self {
        let sixteen = look.depth == ColorDepth::Sixteen;
        let palette = match choice {
            _ if look.no_color => MONO,
            ThemeChoice::Mono => MONO,
            ThemeChoice::Auto if dark == Some(false) => {
                if sixteen {
                    LIGHT_16
                } else {
                    LIGHT
                }
            }
            ThemeChoice::Light if sixteen => LIGHT_16,
            ThemeChoice::Light => LIGHT,
            ThemeChoice::HighContrast if dark == Some(false) => HIGH_CONTRAST_LIGHT,
            ThemeChoice::HighContrast => HIGH_CONTRAST,
            ThemeChoice::ColourBlind if sixteen => COLOUR_BLIND_16,
            ThemeChoice::ColourBlind if dark == Some(false) => COLOUR_BLIND_LIGHT,
            ThemeChoice::ColourBlind => COLOUR_BLIND,
            ThemeChoice::Auto | ThemeChoice::Dark if sixteen => DARK_16,
            ThemeChoice::Auto | ThemeChoice::Dark => DARK,
        };
        Self { palette }
    }

    pub fn style(self, role: Role) -> Style {
        let palette = self.palette;
        let plain = Style::new();
        let mono = palette == MONO;
        match role {
            Role::Text | Role::CodeText => plain,
            Role::Figure => plain.fg(palette.heading),
            Role::Strong => plain.bold(),
            Role::Emphasis => plain.italic(),
            Role::Code => {
                if mono {
                    plain.bold()
                } else {
                    plain.fg(palette.code)
                }
            }
            Role::Title => plain.fg(palette.accent).bold(),
            Role::Heading => plain.fg(palette.heading).bold(),
            Role::Link => plain.fg(palette.accent).underlined(),
            Role::Note | Role::Accent => plain.fg(palette.accent),
            Role::Tip => plain.fg(palette.good),
            Role::Warning => plain.fg(palette.warning),
            Role::CodeKey => plain.fg(palette.key),
            Role::CodeString => plain.fg(palette.string),
            Role::CodeNumber => plain.fg(palette.number),
            Role::Muted | Role::CodeComment => {
                if mono {
                    plain.dim()
                } else {
                    plain.fg(palette.muted)
                }
            }
            Role::CodeCommand => plain.fg(palette.key).bold(),
            Role::Good => plain.fg(palette.good).bold(),
            Role::Bad => plain.fg(palette.bad).bold(),
        }
    }

    /// What is selected, over any other style.
    pub fn selection(self) -> Style {
        match self.palette.selection {
            Some((background, foreground)) => Style::new().bg(background).fg(foreground),
            None => Style::new().add_modifier(Modifier::REVERSED),
        }
    }

    /// What was looked for, over any other style.
    pub fn matched(self) -> Style {
        if self.palette == MONO {
            Style::new().add_modifier(Modifier::REVERSED)
        } else {
            Style::new().fg(self.palette.warning).add_modifier(Modifier::BOLD)
        }
    }
}

const fn indexed(
    [accent, good, bad, warning, muted, heading, code, key, string, number]: [u8; 10],
    selection: (u8, u8),
) -> Palette {
    Palette {
        accent: Color::Indexed(accent),
        good: Color::Indexed(good),
        bad: Color::Indexed(bad),
        warning: Color::Indexed(warning),
        muted: Color::Indexed(muted),
        heading: Color::Indexed(heading),
        code: Color::Indexed(code),
        key: Color::Indexed(key),
        string: Color::Indexed(string),
        number: Color::Indexed(number),
        selection: Some((Color::Indexed(selection.0), Color::Indexed(selection.1))),
    }
}

//                               accent good bad warn muted head code key str num   selection
const DARK: Palette = indexed([75, 114, 203, 221, 246, 152, 180, 110, 150, 216], (24, 255));
const LIGHT: Palette = indexed([25, 28, 160, 130, 241, 23, 94, 25, 22, 124], (153, 16));
const HIGH_CONTRAST: Palette = indexed([87, 120, 217, 228, 252, 231, 229, 159, 157, 223], (231, 16));
const HIGH_CONTRAST_LIGHT: Palette = indexed([18, 22, 88, 52, 236, 16, 52, 18, 22, 88], (16, 231));
// Blue and orange instead of green and red; told apart with deuteranopia and protanopia.
const COLOUR_BLIND: Palette = indexed([74, 80, 208, 221, 246, 152, 180, 110, 116, 215], (24, 255));
const COLOUR_BLIND_LIGHT: Palette = indexed([25, 31, 166, 130, 241, 23, 94, 25, 30, 130], (153, 16));

const DARK_16: Palette = sixteen(Color::Cyan, Color::Green, Color::Red, Color::Yellow, Color::Gray);
const LIGHT_16: Palette = sixteen(Color::Blue, Color::Green, Color::Red, Color::Magenta, Color::DarkGray);
const COLOUR_BLIND_16: Palette = sixteen(Color::Cyan, Color::Blue, Color::Yellow, Color::Yellow, Color::Gray);

const fn sixteen(accent: Color, good: Color, bad: Color, warning: Color, muted: Color) -> Palette {
    Palette {
        accent,
        good,
        bad,
        warning,
        muted,
        heading: accent,
        code: warning,
        key: accent,
        string: good,
        number: warning,
        selection: None,
    }
}

/// No colour at all: signs, words and modifiers say everything.
const MONO: Palette = Palette {
    accent: Color::Reset,
    good: Color::Reset,
    bad: Color::Reset,
    warning: Color::Reset,
    muted: Color::Reset,
    heading: Color::Reset,
    code: Color::Reset,
    key: Color::Reset,
    string: Color::Reset,
    number: Color::Reset,
    selection: None,
};

#[cfg(test)]
mod tests {
    use super::*;

    const LOOKS: [Look; 3] = [
        Look { depth: ColorDepth::Indexed, no_color: false },
        Look { depth: ColorDepth::Sixteen, no_color: false },
        Look { depth: ColorDepth::Indexed, no_color: true },
    ];

    #[test]
    fn no_color_has_no_colour() {
        for choice in ThemeChoice::ALL {
            let theme = Theme::of(choice, Some(true), LOOKS[2]);
            for style in
                [theme.style(Role::Good), theme.style(Role::Accent), theme.selection(), theme.matched()]
            {
                assert!(matches!(style.fg, None | Some(Color::Reset)) && style.bg.is_none(), "{choice:?}");
            }
        }
    }

    #[test]
    fn the_selection_is_seen_in_every_theme() {
        for choice in ThemeChoice::ALL {
            for look in LOOKS {
                for dark in [None, Some(true), Some(false)] {
                    let style = Theme::of(choice, dark, look).selection();
                    assert!(style.bg.is_some() || style.add_modifier.contains(Modifier::REVERSED));
                }
            }
        }
    }

    #[test]
    fn depth_is_taken_from_the_terminal() {
        assert_eq!(ColorDepth::of("linux", ""), ColorDepth::Sixteen);
        assert_eq!(ColorDepth::of("vt100", ""), ColorDepth::Sixteen);
        assert_eq!(ColorDepth::of("xterm-256color", ""), ColorDepth::Indexed);
        assert_eq!(ColorDepth::of("linux", "truecolor"), ColorDepth::Indexed);
    }
}
