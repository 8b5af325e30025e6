"""Given names that are common where films are written about in English: evidence that a bare line is a signature."""

GIVEN_NAMES = frozenset(
    """
    aaron abby abigail adam adrian aidan al alan albert alec alex alexander alexandra alexis alfred
    alice alicia alison allan allen allison alyssa amanda amber amelia amy ana andre andrea andrew andy
    angela angelica angie anita ann anna anne annie anthony antonio april ariana arthur ashley audrey
    austin barbara barry beatrice becky ben benjamin bernard beth bethany betty beverly bill billy blake
    bob bobby brad bradley brandon brenda brendan brian bridget brittany brooke bruce bryan caitlin
    calvin cameron carl carla carlos carol caroline carolyn carrie casey catherine cathy charles charlie
    charlotte cheryl chloe chris christian christina christine christopher cindy claire clara clarence
    claudia clifford clint colin connor corey courtney craig crystal curtis cynthia daisy damian dan
    dana daniel danielle danny darren dave david dawn dean deborah debra denise dennis derek diana diane
    dominic don donald donna doris dorothy doug douglas drew dylan ed eddie edgar edith edward edwin
    eileen elaine eleanor elena elizabeth ella ellen emily emma eric erica erik erin ernest esther ethan
    eugene eva evan evelyn felix fiona florence frances francis frank fred frederick gabriel gail gareth
    gary gavin gemma gene geoff geoffrey george gerald gina glen glenn gloria gordon grace graham grant
    greg gregory guy hannah harold harriet harry harvey hazel heather helen henry herbert holly howard
    hugh ian imogen irene isaac isabel isabella ivan jack jackie jacob jacqueline jake james jamie jan
    jane janet janice jared jasmine jason jay jean jeff jeffrey jenna jennifer jenny jeremy jerry jesse
    jessica jill jim jimmy joan joanna joanne joe joel john johnny jon jonathan jordan jose joseph
    joshua joy joyce juan judith judy julia julian julie justin kaitlyn karen karl kate katherine
    kathleen kathryn kathy katie keith kelly ken kenneth kerry kevin kim kimberly kristen kristin kurt
    kyle lara larry laura lauren laurence lawrence leah lee leo leon leonard leslie lewis liam lily
    linda lindsay lindsey lisa liz lloyd logan lois lorraine louis louise lucas lucy luis luke lydia
    lynn madeleine madison maggie malcolm marc marcus margaret maria marie marilyn mario marion mark
    marsha martha martin marvin mary mason matt matthew maureen maurice max maya megan melanie melissa
    michael michelle miguel mike mitchell molly monica morgan nancy naomi natalie natasha nathan neil
    nicholas nick nicola nicole nigel nina noah nora norman oliver olivia oscar owen pam pamela patricia
    patrick paul paula pauline peggy penelope pete peter phil philip phillip phoebe phyllis rachel ralph
    randy raymond rebecca rhys richard rick ricky rita rob robert roberto robin roger roland ron ronald
    rory rosa rosemary ross roy russell ruth ryan sally sam samantha samuel sandra sara sarah scott sean
    sebastian seth shane shannon sharon shaun sheila shirley simon sophia sophie stacy stan stanley
    stella stephanie stephen steve steven stewart stuart sue susan suzanne sydney tamara tara ted teresa
    terry theo theresa thomas tiffany tim timothy tina todd tom tommy toni tony tracy trevor tyler
    valerie vanessa vera vernon veronica vicky victor victoria vincent virginia vivian walter wanda
    warren wayne wendy wesley will william zach zachary zoe
    """.split()
)
