use super::*;

fn asked(set: &[(&str, &str)]) -> (Theme, Option<String>) {
    Theme::from_environment(|name| set.iter().find(|(known, _)| *known == name).map(|(_, value)| value.to_string()))
}

#[test]
fn the_environment_chooses_the_theme() {
    let utf8 = ("LANG", "en_GB.UTF-8");
    for (set, name, colours, ascii) in [
        (vec![utf8], "auto", Colours::Sixteen, false),
        (vec![utf8, ("TERM", "xterm-256color")], "auto", Colours::Many, false),
        (vec![utf8, ("COLORTERM", "truecolor"), ("EMIC_THEME", "dark")], "dark", Colours::Many, false),
        (vec![utf8, ("EMIC_THEME", "colour-blind")], "colour-blind", Colours::Sixteen, false),
        (vec![utf8, ("NO_COLOR", "1"), ("EMIC_THEME", "light")], "mono", Colours::None, false),
        (vec![utf8, ("TERM", "dumb")], "mono", Colours::None, true),
        (vec![utf8, ("TERM", "linux"), ("COLORTERM", "truecolor")], "auto", Colours::Sixteen, true),
        (vec![("LANG", "C")], "auto", Colours::Sixteen, true),
        (vec![utf8, ("EMIC_ASCII", "1"), ("NO_COLOR", "")], "auto", Colours::Sixteen, true),
    ] {
        let (theme, problem) = asked(&set);
        let found = (theme.name, theme.ink.colours, theme.ascii, problem);
        assert_eq!(found, (name, colours, ascii, None), "{set:?}");
    }
}

#[test]
fn a_theme_that_is_not_there_is_said_with_those_that_are() {
    let (theme, problem) = asked(&[("EMIC_THEME", "solarized")]);
    assert_eq!(theme.name, "auto");
    let words = "EMIC_THEME: no theme is named solarized; there are auto, light, dark, high-contrast, \
                 colour-blind, mono";
    assert_eq!(problem.as_deref(), Some(words));
}

#[test]
fn the_settings_name_every_theme() {
    let setting = crate::settings::SETTINGS.iter().find(|setting| setting.name == "theme").unwrap();
    let crate::settings::Kind::OneOf(named) = setting.kind else { panic!("{:?}", setting.kind) };
    assert_eq!(named, THEMES.iter().map(|theme| theme.name).collect::<Vec<_>>());
}
