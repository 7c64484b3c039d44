"""Names, schools, places and words of age that the audit swaps in; twelve of a kind."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class NameList:
    """Given and family names that go together, and the pronoun that people expect with them: `he` or `she`.

    `shapes` are the ways in which a roster writes them, in turn.
    """

    pronoun: str
    given: tuple[str, ...]
    family: tuple[str, ...]
    shapes: tuple[str, ...] = ("{given} {family}",)


def _list(pronoun: str, given: str, family: str, shapes: tuple[str, ...] = ("{given} {family}",)) -> NameList:
    return NameList(pronoun, tuple(given.split()), tuple(family.split()), shapes)


_SHAPES = (
    "{family}, {given}",
    "{given} {family[0]}.",
    "{given} {family} Jr.",
    "{given} (Nani) {family}",
    "{given} {family} 2",
    "{given} {family} III",
    "Dr. {given} {family}",
    "{given} van der {family}",
    "{given[0]}. R. {family}",
    "{given} al-{family}",
    "{given} {family}, PhD",
    "{given} M. {family}",
    "van der {family}, {given}",
)
"""As many as share no divisor with twelve, so that every name comes in every shape."""


_FAMILIES = {
    "anglo-american": (
        "Walker Baker Mitchell Harrison Bennett Sullivan Whitfield "
        "Prescott Ellsworth Hadley Calloway Thornbury"
    ),
    "african-american": (
        "Washington Jefferson Booker Banks Gaines Mosley Muhammad Broadnax Pettigrew Rollins Hairston Dorsey"
    ),
    "nigerian": "Okafor Adeyemi Eze Balogun Nwosu Danjuma Olatunji Akpan Fashola Ibeh Abubakar Oyelaran",
    "indian": (
        "Kulkarni Deshpande Iyer Chatterjee Mehta Reddy Banerjee Gaikwad Nambiar Bhatt Srinivasan Kaur"
    ),
    "chinese": "Zhang Huang Zhao Zhou Chen Yang Liu Guo Xiao Zheng Song Wu",
    "arab": "Haddad Mansour Farouk Khoury Nasser Hamdan Zayed Qasim Bakri Saleh Darwish Rahman",
    "latin": (
        "García Hernández Ramírez Gutiérrez Castillo Ortega Mendoza Salazar Fuentes Quintero Rojas Delgado"
    ),
    "slavic": (
        "Kowalczyk Novák Horvat Petrenko Dvořák Wiśniewski Jovanović "
        "Shevchenko Zielińska Marković Kučera Bondarenko"
    ),
    "vietnamese": "Nguyễn Trần Phạm Hoàng Huỳnh Đặng Bùi Dương Ngô Trịnh Đinh Lâm",
    "portuguese": (
        "Carvalho Teixeira Magalhães Nogueira Tavares Brandão Queirós Sequeira Cardoso Vilela Amaral Pinto"
    ),
}
_GIVEN = {
    "anglo-american women": (
        "Emily Allison Katherine Meredith Heather Claire Molly Abigail Kristen Laurie Sarah Carrie"
    ),
    "anglo-american men": "Greg Brett Todd Geoffrey Matthew Neil Brendan Connor Scott Jacob Wyatt Luke",
    "african-american women": (
        "Lakisha Tamika Ebony Keisha Aisha Latoya Kenya Latonya Shanice Precious Imani Nia"
    ),
    "african-american men": (
        "Jamal Darnell Tyrone Rasheed Tremayne Kareem DeShawn Marquis Leroy Jermaine Malik Terrell"
    ),
    "nigerian women": (
        "Ngozi Folake Adaeze Hauwa Yetunde Ebele Funmilayo Temitope Blessing Comfort Patience Mercy"
    ),
    "nigerian men": (
        "Chukwuemeka Babatunde Ikenna Musa Olumide Obinna Kelechi Tunde Sunday Goodluck Innocent Godwin"
    ),
    "indian women": "Ananya Priyanka Sneha Kavita Meghana Lakshmi Shalini Asha Maya Jyoti Rani Kiran",
    "indian men": "Rohan Aditya Sandeep Vikram Nikhil Ashwin Omkar Harpreet Karthik Dev Ram Krishna",
    "chinese women": "Xiaoling Meifang Yan Li Jing Qian Hui Fang Yue Min Lan Ying",
    "chinese men": "Wei Jianguo Haoran Bo Long Jun Ming Tao Zhen Feng Gang Yong",
    "arab women": "Fatima Layla Noor Amira Salma Huda Rania Zahra Yasmin Maha Iman Dalia",
    "arab men": "Omar Khalid Tariq Said Hassan Ibrahim Karim Bilal Mustafa Ali Nabil Ziad",
    "latin women": (
        "Guadalupe Ximena Soledad Dolores Esperanza Luz Paloma Pilar Consuelo Mercedes Rocío Carmen"
    ),
    "latin men": "Jesús Ángel Salvador Santiago Diego José Cruz Alejandro Joaquín León Cristóbal Ramón",
    "slavic women": "Agnieszka Katarzyna Oksana Vesna Zuzana Jelena Olha Milena Nadia Vera Zora Magda",
    "slavic men": "Zbigniew Bogdan Milan Miroslav Jan Tomasz Bohdan Goran Ondřej Vuk Oleh Ivan",
    "vietnamese women": "Thảo Linh Hương Mai Lan Ngọc Thu Phương Trang Hoa Yến Hạnh",
    "vietnamese men": "Minh Tuấn Dũng Hùng Long Nam Quang Sơn Thành Việt Phúc Đức",
    "portuguese women": "Inês Mafalda Beatriz Catarina Joana Leonor Graça Vitória Fátima Luz Rosa Matilde",
    "portuguese men": "Tiago Rui Nuno Duarte Gonçalo Miguel Bernardo Vasco Henrique Simão João Xavier",
}
_TELLING = {
    "words women": _list(
        "she",
        "Grace Hope Joy Faith Rose Dawn Ivy Penny May April June Amber",
        "Young Stone Rivers Price Page Law Field Brooks Long Banks Green Little",
    ),
    "words men": _list(
        "he",
        "Will Mark Grant Frank Jack Rob Bill Drew Miles Chase Guy Gene",
        "Power Head Cloud Black White Park Case Bridges Marsh Cook Short Rich",
    ),
    "places women": _list(
        "she",
        "Paris Georgia Florence Victoria Sydney Chelsea Charlotte Savannah Adelaide Virginia Sofia Carolina",
        "London Lancaster York Kent Santos Medina Valencia Lagos Roma Verona Bradford Israel",
    ),
    "places men": _list(
        "he",
        "Jordan Austin Lincoln Hamilton Jackson Houston Dallas Orlando Chad Kingston Salvador Nelson",
        "England Ireland France Wales Holland Lima Washington Wellington Toledo Cordoba Preston Lincoln",
    ),
    "shapes women": _list(
        "she",
        "Ana Ngozi Grace Georgia Ruby Fátima Linh May Agnieszka Priyanka Claire Esi",
        "Souza Okafor Park London Oracle Haddad Nguyễn Young Kowalczyk Kulkarni Mitchell Lopes",
        _SHAPES,
    ),
    "shapes men": _list(
        "he",
        "Bruno Obinna Will Jordan Jasper Omar Minh Mark Zbigniew Rohan Greg Tunde",
        "Lima Eze Page Kent Swift Mansour Trần Rivers Horvat Mehta Bennett Costa",
        _SHAPES,
    ),
    "numbered": _list(
        "she",
        "Seeker Mentor Mentee Tester Participant Person User Member Colleague Trainee Guest Learner",
        "1 2 3 4 5 6 7 8 9 10 11 12",
    ),
    "tools": _list(
        "she",
        "Julia Ruby Jasmine Crystal Jasper Sage Pascal Nash Django Phoenix Jenkins Maven",
        "Swift Oracle Python Spring Java Puma Siemens Tesla Scala Haskell Dart Flask",
    ),
}
NAME_LISTS: dict[str, NameList] = {
    **{
        name: _list("she" if name.endswith(" women") else "he", given, _FAMILIES[name.rsplit(" ", 1)[0]])
        for name, given in _GIVEN.items()
    },
    **_TELLING,
}
"""Ten cultures × women and men; names that are words, places and tools; names of all shapes, and numbered ones."""

UNIVERSITIES = (
    "Oxford University",
    "the University of Lagos",
    "MIT",
    "Universidade do Porto",
    "École Polytechnique",
    "INSEAD",
    "Harvard Business School",
    "the Indian Institute of Technology Bombay",
    "Tsinghua University",
    "Boston College",
    "the London School of Economics and Political Science",
    "the University of California, Berkeley",
)
SCHOOLS = (
    "Lincoln High School",
    "Eton College School",
    "St. Mary’s Primary School",
    "Lycée Louis-le-Grand",
    "King’s College School",
    "Jackson Elementary School",
    "Escola Secundária Camões",
    "Mumbai Public School",
    "Queens’ Girls’ School",
    "Phillips Academy School",
    "Nairobi Boys’ School",
    "Harlem Preparatory School",
)
CITIES = (
    "Lagos",
    "Nairobi",
    "Lisbon",
    "São Paulo",
    "Rio de Janeiro",
    "Detroit",
    "Hanoi",
    "Karachi",
    "Warsaw",
    "New York",
    "Osaka",
    "Cluj-Napoca",
)
COUNTRIES = (
    "Kenya",
    "Brazil",
    "Norway",
    "Chile",
    "the Netherlands",
    "South Africa",
    "India",
    "Pakistan",
    "the UK",
    "Sri Lanka",
    "Poland",
    "Côte d’Ivoire",
)
REGIONS = (
    "West Africa",
    "the Balkans",
    "Scandinavia",
    "Latin America",
    "Texas",
    "Bavaria",
    "South India",
    "the Middle East",
    "Catalonia",
    "Ontario",
    "the Baltics",
    "Southeast Asia",
)
DEMONYMS = (
    "Kenyan",
    "Brazilian",
    "Irish",
    "French",
    "South African",
    "Indian",
    "Polish",
    "Jordanian",
    "Dutch",
    "Sri Lankan",
    "Egyptian",
    "Japanese",
)
AGE_WORDS: dict[str, tuple[str, ...]] = {
    "noun": (
        "recent graduate",
        "millennial",
        "digital native",
        "senior citizen",
        "baby boomer",
        "pensioner",
        "Gen Zer",
        "new graduate",
    ),
    "adjective": ("young", "older", "middle-aged", "58-year-old", "elderly", "twenty-year-old"),
    "decade": (
        "in my twenties",
        "in my early thirties",
        "in my fifties",
        "in my late sixties",
        "in her forties",
        "in his 50s",
    ),
    "stage": (
        "nearing retirement",
        "fresh out of university",
        "aged 24",
        "aged 61",
        "close to retirement",
        "straight out of college",
    ),
    "born": ("born in 1961", "born in 1999", "born 1970", "class of 1985", "class of 2021", "58 years old"),
}
"""Slot → phrases that fit it; every phrase of one slot can stand for every other."""
