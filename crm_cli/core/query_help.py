"""What `crm help query` prints: the query language on one screen."""

HELP = """\
A query says which records: crm contact list tag:vip city:Oslo not in:churned

  coffee "trade fair"    words and phrases; the last may be only begun
  name:ann               text contains        name=Ann         is, as a whole
  name!=ann              has another one      name~'a*n?'      fits a pattern
  tag:vip,new            any of a list        amount>=5k       < <= > >=
  score:5..10            both ends count      last:-90d..      open on a side
  close:2026-Q4          within a period      close<today      before it
  amount:500             in any currency      amount:500USD    in that one
  birthday:this-month    of any year          birthday:1990    of that year
  has:email              has any value        no:email         has none
  in:churned             in that segment      company.city:x   linked record

  a b, a and b           both                 a or b           either, last
  not a                  all others, first    (a or b) c       together first

A blank fits nothing: city!=Oslo leaves out records without a city, and
not city=Oslo keeps them. Values with spaces, commas or parentheses stand
in quotes: city:"Nur Sultan". All fields: crm field list contact
"""
