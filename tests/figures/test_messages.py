"""A drawing shows what its caption says."""

from papernotes.figures import pruning_lottery_ticket, timeline


def test_lottery_ticket_cuts_a_fifth_of_twenty_weights_and_leaves_them_cut():
    assert pruning_lottery_ticket.draw().count("stroke-dasharray") == 2 * 4


def test_timeline_orders_the_papers_of_one_year_by_their_preprints():
    names = [stop.note.name if stop.is_main else stop.authors for stop in timeline.stops("cnn")]
    assert names == ["R-CNN", "Deconvnet", "Saliency maps", "Girshick", "Ren et al.", "YOLO"]
