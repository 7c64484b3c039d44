"""Names that are also words, places or tools, and the words that tell a gender or an age."""

from __future__ import annotations


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


WORDS_AS_NAMES = _words(
    """abbot amber angel april archer art august autumn bailey baker banks barber baron basil bass bay bell
    berry best bill bird bishop black blessing bliss bloom blue bob bond brand bridge bridges brook
    brooks brown buck bud bush butler cane carol carpenter carter case cash cassidy chance chase
    chip christian church clay cliff cloud cole constant cook cooper crane cross dale dawn day dean
    dell destiny dick dolly drew duke dusty earl early east ebony eden english eve ever faith farmer
    favour favor field fields fisher flint flora flower ford forest fortune foster fox frank fraser
    free freed french frost gale gardener gene gift glass gold good grace grant gray green grey
    grove guy hale hall hand harmony harper harvest haven hazel head heath heather heaven hill holly
    holmes honey hood hope hunt hunter ivory ivy jack jade jasmine jean jewel jimmy joy judge
    justice keen key king knight lake lane lark laurel law lee lily little lock long love low luck
    major mark marks marsh marshall mason may meadow melody mercy merit miles mill miller mills moon
    moor moore morning moss myrtle noble north oak olive page palm park parker parks parson patience
    peace pearl penny pepper perry piper poet pole pond poole pope porter post potter power powers
    precious price pride prince princess prudence queen rain ransom ray reason reed rich rivers rob
    robin rock rod roman rose rosemary ross rowan royal ruby rush rusty sage sailor sand sandy saint
    scarlet scout season senior shaw shepherd silver singer sky small smart smith snow song sparks
    spring star stark steel sterling stone storm street strong sue summer sunny swan sweet swift
    tailor tanner taylor teal temple terry true trinity turner unity vale valentine valor victor
    violet walker wall ward warden waters wave way weaver webb weeks wells west wheeler white wild
    will wills winter wise wolf wood woods wren wright young zen"""
)
"""Ordinary words: a capital in the middle of a sentence makes them a name."""

PROPER_AS_NAMES = _words(
    """ada adelaide africa alexandria america april asia august austin berlin bradford brooklyn camden
    carolina catalina chad charlotte chelsea china cordoba crystal cuba dakota dallas dart das del
    denver der devon django dos england essex flask florence france geneva georgia granada hamilton
    haskell holland houston india ireland israel jackson jasper java jenkins jordan julia june kafka
    kent kenya kobe kotter lagos lancaster las leon lima lincoln london los madison march maven may
    medina milan montana morgan nash nelson oracle orlando oslo pandas paris pascal phoenix porto
    prince puma python roma ruby salvador san santiago santos savannah scala siemens sienna stanley
    swift sydney tesla toledo valencia van verona victoria vienna virginia von wales washington
    wellington york"""
)
"""Months, places, tools and particles are always written with a capital: only a name beside them makes them one."""

GIVEN_WORDS = _words(
    """amber archer bill bob carol clay cliff dale dawn dick dolly drew earl ebony eve faith frank gene
    grace grant guy harper hazel heather holly hope ivy jack jean jimmy joy lance lily mark may
    melody mercy merit miles misty olive pat patience penny poppy rob robin rose rosemary ross rowan
    sandy skip stanley sue terry victor violet wade will wren blessing precious prudence"""
)
"""Given names first of all: a capital in the middle of a sentence makes them somebody, whoever is on the roster."""

CAPITAL_WORDS = _words(
    """art autumn black brand bridge bridges brown case church christian cloud day dean east english field
    fields forest fortune freed french glass gold good green grey gray head judge justice key keen
    king law little long love low major marsh may moon morning noble north oak page park parks
    pepper pole pond pope post power powers price pride prince princess queen rain reason reed river
    rivers rock rod roman royal rush sage saint sand season senior silver small smart snow song
    sparks spring star steel sterling stone storm street strong summer sun swift temple true trinity
    unity vale value ward waters wave way weeks west white wild winter wood woods young zen angel
    april august early"""
)
"""Words that people write with a capital for other reasons too: only whoever is asked or does something is somebody."""

SENTENCE_WORDS = _words(
    """are ask bad beauty bent can clever comfort dan dare done ear else even ever fall fell first friday
    given got happy hit honest hung innocent kind kept lead learn led let live made man many memory
    mine monday new odd old only over own per pretty progress prosper put ran said sat saw sent set
    short simple soon still success sun sunday sung talent test thanks the then too took trust try
    use wan want was went wisdom won wrote"""
)
"""Names somewhere, and words that begin sentences: there they are somebody only where somebody does something."""

MONTHS = _words(
    "april august june may march monday tuesday wednesday thursday friday saturday sunday christmas"
)
"""Months and days: somebody only where no date can be meant."""

TOOLS = _words(
    """dart django flask haskell jasper java julia jenkins kafka maven nash oracle pandas pascal python
    ruby scala siemens swift tesla phoenix puma jasmine crystal cloud spring sage"""
)
"""Tools and firms; “with Julia and Python” is no person, “asked Julia” is."""

NAMES_OF_TOOLS = _words("julia ruby jasmine crystal jasper sage pascal nash django phoenix jenkins maven")
"""Tools that are given names first: “worked with Julia” is somebody, “built with Julia” is not."""

GIVEN_PLACES = _words(
    """ada adam addison adelaide adrian alexandra alice alicia allen anderson anna arnold ashton austin
    barnes barry beaumont bentley bradford bradley brandon brooklyn bryan bryant buchanan burke
    camden campbell carey carolina carson castro catalina chad chandler charlotte chelsea clayton
    cleveland clinton clifton colton columbus constantine dakota dallas dalton davenport davis
    dayton devon dixon dominica donna douglas dudley duncan edison elizabeth eugene evans everett
    ferguson flora florence franklin frederick gardner garland georgia gilbert graham griffin
    hamilton hammond harper harrison harvey hassan hayes helena henderson holden hopkins houston
    howard irving isa israel jackson jasper johnston jordan kara keller kendall kent kim kingston
    kira kyle lara lancaster lawrence lawson leigh leslie lincoln linda lindsay livingston
    livingstone logan lola lopez lucas lynn madison marco mari marion marshall martin martinez
    matthews mercedes miranda mitchell monroe montgomery montserrat moore morales moreno morton
    murray nancy nelson newton nigel norman norton orlando palmer paris parker patterson perry
    preston ramon ramos regina richardson robertson rodriguez rogers ron roosevelt rosario roy
    salvador sebastian santiago santos savannah seymour shelby sherman shirley sidney sofia stanley
    stella stuart sutton sydney tara taylor teresa thomson torres tracy tucker tyler valencia
    vaughan vera vernon verona victoria vienna vincent virginia vladimir warren warwick washington
    wayne wellington whitney wilson diego lima leon jose"""
)
"""Places that are people's names first of all: places only where the sentence shows a place, else somebody."""

VERBS_OF_A_PERSON = _words(
    """admired advised agreed answered asked asks became began believed believes brought called came
    challenged coached coaches encouraged encourages explained explains felt gave gets gives had
    handed has hears helped helps hired introduced invited is joined kept knew knows leads learned
    learnt led left lent likes listened listens loved loves made managed manages mentored mentors
    met offered pointed praised promised promoted pushed recommended reminded said sat saw says sent
    showed shows speaks spoke sponsored started stayed suggested supported supports taught teaches
    tells thanked thinks thought told took trained trains trusted trusts understood urged wanted
    wants warned was worked works wrote studied studies cooks cooked builds built runs ran writes
    brings grew moved lives loves hates holds chose chooses decided declined disagreed argued
    insisted smiled laughed"""
)
"""What people do: before one of these, the word that begins a sentence is somebody. None may follow “will” or “may”."""

TITLES = frozenset({"mr", "mrs", "ms", "miss", "mister", "madam", "sir"})
"""Forms of address; only with a capital, since one may also miss a train."""

NEUTRAL_WORDS: dict[str, str] = {
    **dict.fromkeys(("he", "she"), "they"),
    **dict.fromkeys(("him", "his", "her", "them", "their"), "their"),
    **dict.fromkeys(("hers", "theirs"), "their"),
    **dict.fromkeys(("himself", "herself", "themselves", "themself"), "themself"),
    **dict.fromkeys(("man", "woman", "lady", "gentleman", "guy", "gal"), "person"),
    **dict.fromkeys(("men", "women", "ladies", "gentlemen", "guys"), "people"),
    **dict.fromkeys(("boy", "girl"), "child"),
    **dict.fromkeys(("boys", "girls", "sons", "daughters"), "children"),
    **dict.fromkeys(("son", "daughter"), "child"),
    **dict.fromkeys(("male", "female", "masculine", "feminine"), ""),
    **dict.fromkeys(TITLES, ""),
    **dict.fromkeys(("mother", "father", "mum", "mom", "dad", "mummy", "daddy"), "parent"),
    **dict.fromkeys(("mothers", "fathers", "mums", "moms", "dads"), "parents"),
    **dict.fromkeys(("motherhood", "fatherhood"), "parenthood"),
    **dict.fromkeys(("maternity", "paternity"), "parental"),
    **dict.fromkeys(("brother", "sister"), "sibling"),
    **dict.fromkeys(("brothers", "sisters"), "siblings"),
    **dict.fromkeys(("husband", "wife"), "spouse"),
    **dict.fromkeys(("grandmother", "grandfather", "grandma", "grandpa", "granny", "grandad"), "grandparent"),
    **dict.fromkeys(("grandmothers", "grandfathers"), "grandparents"),
    **dict.fromkeys(("granddaughter", "grandson"), "grandchild"),
    **dict.fromkeys(("granddaughters", "grandsons"), "grandchildren"),
    **dict.fromkeys(("uncle", "aunt", "auntie", "aunty", "niece", "nephew"), "relative"),
    **dict.fromkeys(("uncles", "aunts", "nieces", "nephews"), "relatives"),
    **dict.fromkeys(("husbands", "wives"), "spouses"),
    **dict.fromkeys(("girlfriend", "boyfriend", "fiancé", "fiancée", "fiance", "fiancee"), "partner"),
    **dict.fromkeys(("motherly", "fatherly"), "parental"),
    **dict.fromkeys(("mothering", "fathering"), "parenting"),
    **dict.fromkeys(("housewife", "househusband"), "homemaker"),
    **dict.fromkeys(("bloke", "lad", "dude", "womxn"), "person"),
    **dict.fromkeys(("blokes", "lads", "dudes", "gals"), "people"),
    **dict.fromkeys(("headmaster", "headmistress"), "head teacher"),
    **dict.fromkeys(("alumna",), "alumnus"),
    **dict.fromkeys(("alumnae",), "alumni"),
    **dict.fromkeys(("chairmen", "chairwomen"), "chairs"),
    **dict.fromkeys(("businessmen", "businesswomen"), "businesspeople"),
    **dict.fromkeys(("salesmen", "saleswomen"), "salespeople"),
    **dict.fromkeys(("spokesmen", "spokeswomen"), "spokespeople"),
    **dict.fromkeys(("craftsmen", "craftswomen"), "craftspeople"),
    **dict.fromkeys(("foremen", "forewomen"), "supervisors"),
    **dict.fromkeys(("policemen", "policewomen"), "police officers"),
    **dict.fromkeys(("firemen", "firewomen"), "firefighters"),
    **dict.fromkeys(("sportsman", "sportswoman"), "athlete"),
    **dict.fromkeys(("sportsmen", "sportswomen"), "athletes"),
    **dict.fromkeys(("tradesman", "tradeswoman"), "tradesperson"),
    **dict.fromkeys(("tradesmen", "tradeswomen"), "tradespeople"),
    **dict.fromkeys(("chairman", "chairwoman"), "chair"),
    **dict.fromkeys(("businessman", "businesswoman"), "businessperson"),
    **dict.fromkeys(("salesman", "saleswoman"), "salesperson"),
    **dict.fromkeys(("spokesman", "spokeswoman"), "spokesperson"),
    **dict.fromkeys(("craftsman", "craftswoman"), "craftsperson"),
    **dict.fromkeys(("foreman", "forewoman"), "supervisor"),
    **dict.fromkeys(("cameraman", "camerawoman"), "camera operator"),
    **dict.fromkeys(("policeman", "policewoman"), "police officer"),
    **dict.fromkeys(("fireman", "firewoman"), "firefighter"),
    **dict.fromkeys(("actress", "actor"), "actor"),
    **dict.fromkeys(("waitress", "waiter"), "server"),
    **dict.fromkeys(("hostess",), "host"),
    **dict.fromkeys(("stewardess",), "flight attendant"),
    **dict.fromkeys(("heroine",), "hero"),
    **dict.fromkeys(("millennial", "millennials", "boomer", "boomers", "zoomer", "zoomers", "elderly"), ""),
}
"""Word → what stands in its place. “Her” may be “him” or “his”, so all become one; what follows decides."""

AFTER_AN_OBJECT = _words(
    """a about again alone all an and as at away back because before better but by directly down for
    from here home how if in into like more not now of off often on or out over properly regularly
    so than that the then there these this through to together today too twice until up well what
    when where which while who why with without"""
)
"""Words that follow “them” and never “their”."""
