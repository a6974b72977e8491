"""`papernotes import`: a grown file of notes becomes drafts, and no line of it is lost.

    file ─parse─> sections of blocks with their lines ─plan─> where each line goes ─carry─> drafts, entries, report
"""
