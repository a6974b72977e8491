"""`papernotes mv`: a note or a picture gets another name or place, and everything that names it follows.

`places` understands what is to be moved; `links`, `names`, `lists` and `results` each know one kind of text that names it;
`plan` asks them all and collects the changes; `command` shows or makes them.
"""
