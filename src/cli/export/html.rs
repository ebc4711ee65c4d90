//! Formatted text as HTML on one line, as a field of Anki's text format needs it.

use crate::course::{Block, Inline};
use crate::figure;

/// `blocks` as HTML without tabs, line ends and quotation marks.
pub fn html(blocks: &[Block]) -> String {
    blocks.iter().map(block_html).collect()
}

/// `text` with what HTML or the format would take for its own written as entities.
pub fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 16);
    for character in text.chars() {
        match character {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\n' => out.push_str("<br>"),
            '\t' => out.push_str("&#9;"),
            '\r' => {}
            other => out.push(other),
        }
    }
    out
}

fn block_html(block: &Block) -> String {
    match block {
        Block::Heading { line, .. } => format!("<h4>{}</h4>", line_html(line)),
        Block::Paragraph(line) => format!("<p>{}</p>", line_html(line)),
        Block::List { start, items } => {
            let (tag, start) = match start {
                None => ("ul", String::new()),
                Some(1) => ("ol", String::new()),
                Some(start) => ("ol", format!(" start={start}")),
            };
            let items: Vec<String> = items.iter().map(|item| item_html(item)).collect();
            format!("<{tag}{start}><li>{}</li></{tag}>", items.join("</li><li>"))
        }
        Block::Quote { blocks, .. } => format!("<blockquote>{}</blockquote>", html(blocks)),
        Block::Table { head, rows, .. } => {
            let rows: String = rows.iter().map(|row| row_html("td", row)).collect();
            format!("<table>{}{rows}</table>", row_html("th", head))
        }
        Block::Code { text, .. } | Block::Figure { text, .. } => {
            format!("<pre>{}</pre>", escaped(text.trim_end_matches('\n')))
        }
        Block::Drawn(drawing) => block_html(&figure::block(drawing)),
        Block::Rule => "<hr>".to_owned(),
    }
}

/// The words of an item stand without a paragraph, so that lists stay tight.
fn item_html(item: &[Block]) -> String {
    match item {
        [Block::Paragraph(line), rest @ ..] => format!("{}{}", line_html(line), html(rest)),
        _ => html(item),
    }
}

fn row_html(tag: &str, cells: &[Vec<Inline>]) -> String {
    let cells: Vec<String> = cells.iter().map(|cell| line_html(cell)).collect();
    format!("<tr><{tag}>{}</{tag}></tr>", cells.join(&format!("</{tag}><{tag}>")))
}

/// Links lead into the course, which Anki does not have: their words alone stay.
fn line_html(line: &[Inline]) -> String {
    let mut out = String::new();
    for inline in line {
        match inline {
            Inline::Text { text, look, .. } => {
                let mut html = escaped(text);
                for (is_on, tag) in [(look.code, "code"), (look.emphasis, "em"), (look.strong, "strong")] {
                    if is_on {
                        html = format!("<{tag}>{html}</{tag}>");
                    }
                }
                out.push_str(&html);
            }
            Inline::Break => out.push_str("<br>"),
            Inline::Footnote(_) => {}
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::content::markdown;

    #[test]
    fn blocks_become_html_on_one_line() {
        let text = "A \"b\" & **c *d* `<e>`**\\\nf\n\n2. g\n   - h\n\n```yaml\na: \"1\"\n  b: <2>\n```\n\n| i | j |\n|---|---|\n| k | l |";
        assert_eq!(
            html(&markdown(text).0),
            "<p>A &quot;b&quot; &amp; <strong>c </strong><strong><em>d</em></strong><strong> </strong><strong><code>\
             &lt;e&gt;</code></strong><br>f</p><ol start=2><li>g<ul><li>h</li></ul></li></ol><pre>a: &quot;1&quot;<br>  b: \
             &lt;2&gt;</pre><table><tr><th>i</th><th>j</th></tr><tr><td>k</td><td>l</td></tr></table>"
        );
    }
}
