//! The columns that we know, by every name under which they are understood.

use evenstride_core::knowledge::folded;
use evenstride_core::quantity::Unit;

/// The columns that we know.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Field {
    Subject,
    Test,
    Side,
    Attempt,
    Value,
    Unit,
    Date,
    Device,
    Pain,
    Note,
    DeviceAsymmetry,
    Left,
    Right,
}

impl Field {
    pub(crate) const ALL: [Field; 13] = [
        Field::Subject,
        Field::Test,
        Field::Side,
        Field::Attempt,
        Field::Value,
        Field::Unit,
        Field::Date,
        Field::Device,
        Field::Pain,
        Field::Note,
        Field::DeviceAsymmetry,
        Field::Left,
        Field::Right,
    ];

    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Field::Subject => "subject",
            Field::Test => "test",
            Field::Side => "side",
            Field::Attempt => "attempt",
            Field::Value => "value",
            Field::Unit => "unit",
            Field::Date => "date",
            Field::Device => "device",
            Field::Pain => "pain",
            Field::Note => "note",
            Field::DeviceAsymmetry => "device_asymmetry_percent",
            Field::Left => "left",
            Field::Right => "right",
        }
    }

    /// Other names, folded: English, German, Spanish, French, Italian.
    fn other_names(self) -> &'static [&'static str] {
        match self {
            Field::Subject => &[
                "athlete",
                "name",
                "id",
                "participant",
                "subjectid",
                "athletename",
                "athleteid",
                "person",
                "player",
                "patient",
                "client",
                "proband",
                "probandin",
                "teilnehmer",
                "teilnehmerin",
                "sportler",
                "spieler",
                "sujeto",
                "participante",
                "atleta",
                "paciente",
                "jugador",
                "nombre",
                "sujet",
                "athlète",
                "nom",
                "soggetto",
            ],
            Field::Test => &[
                "testname",
                "testid",
                "testtype",
                "exercise",
                "measurement",
                "übung",
                "uebung",
                "messung",
                "prueba",
                "ejercicio",
                "épreuve",
                "esercizio",
            ],
            Field::Side => {
                &["leg", "limb", "seite", "bein", "lado", "pierna", "côté", "cote", "jambe", "lato", "gamba"]
            }
            Field::Attempt => &[
                "trial",
                "rep",
                "attemptno",
                "attemptnumber",
                "trialno",
                "trialnumber",
                "versuch",
                "versuchnr",
                "durchgang",
                "wiederholung",
                "intento",
                "repetición",
                "repeticion",
                "essai",
                "prova",
            ],
            Field::Value => &[
                "result",
                "load",
                "score",
                "measure",
                "reading",
                "wert",
                "messwert",
                "ergebnis",
                "valor",
                "resultado",
                "carga",
                "valeur",
                "résultat",
                "valore",
                "risultato",
            ],
            Field::Unit => &["units", "einheit", "unidad", "unidades", "unité", "unite", "unità", "unita"],
            Field::Date => &["day", "testdate", "datum", "tag", "fecha", "día", "dia", "jour", "giorno"],
            Field::Device => &[
                "gerät",
                "geraet",
                "instrument",
                "equipment",
                "dispositivo",
                "equipo",
                "appareil",
                "apparecchio",
            ],
            Field::Pain => {
                &["nrs", "painnrs", "painscore", "vas", "schmerz", "schmerzen", "dolor", "douleur", "dolore"]
            }
            Field::Note => &[
                "notes",
                "comment",
                "comments",
                "remark",
                "remarks",
                "bemerkung",
                "bemerkungen",
                "notiz",
                "kommentar",
                "nota",
                "notas",
                "comentario",
                "comentarios",
                "observaciones",
                "commentaire",
                "remarque",
            ],
            // Makers print one for each quantity; only the plain names and those of the largest force are taken.
            Field::DeviceAsymmetry => &[
                "deviceasymmetrypercent",
                "deviceasymmetry",
                "maximbalance",
                "imbalance",
                "imbalancepercent",
                "asymmetry",
                "asymmetrypercent",
                "asymmetryindex",
                "asym",
                "forceasymmetry",
                "maxforceasymmetry",
                "romasymmetry",
                "asymmetrie",
                "asimetría",
                "asimetria",
                "asymétrie",
                "asimmetria",
            ],
            Field::Left => &[
                "l",
                "lt",
                "leftleg",
                "leftvalue",
                "links",
                "linkesbein",
                "izquierda",
                "izquierdo",
                "izq",
                "gauche",
                "sinistra",
            ],
            Field::Right => &[
                "r",
                "rt",
                "rightleg",
                "rightvalue",
                "rechts",
                "rechtesbein",
                "derecha",
                "derecho",
                "der",
                "droite",
                "destra",
            ],
        }
    }
}

/// What a name of a column means.
pub(super) struct Named {
    pub(super) field: Field,
    /// Is it our own name for the field?
    pub(super) exact: bool,
    pub(super) unit: Option<Unit>,
}

/// What a name means, with the unit in brackets behind it if there is one.
pub(super) fn field_of(name: &str) -> Option<Named> {
    let (bare, unit) = unit_in_brackets(name);
    let wanted = folded(bare);
    let exact = bare.trim().to_lowercase();
    Field::ALL.into_iter().find_map(|field| {
        let is_exact = exact == field.as_str();
        let is_it = is_exact || wanted == field.as_str() || field.other_names().contains(&wanted.as_str());
        is_it.then_some(Named { field, exact: is_exact, unit })
    })
}

/// `Value (N)` and `Value [N]` name a unit; other brackets belong to the name.
pub(super) fn unit_in_brackets(name: &str) -> (&str, Option<Unit>) {
    let name = name.trim();
    for (open, close) in [('(', ')'), ('[', ']')] {
        if let Some((bare, inside)) = name.strip_suffix(close).and_then(|rest| rest.rsplit_once(open))
            && let Ok(unit) = Unit::parse(inside)
        {
            return (bare, Some(unit));
        }
    }
    (name, None)
}
