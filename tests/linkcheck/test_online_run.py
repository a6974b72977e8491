"""A whole run over a folder: what it finds, what it writes, and that stopping it spoils nothing."""

import asyncio
import os
import signal
import subprocess
import sys
import time
from datetime import timedelta
from pathlib import Path

import pytest
from fakes import BAHDANAU, Services
from folders import OURS, make
from harness import QUICK, START, JumpingClock, JumpingLoop, Reply, World, client_tls, page, redirect, run

from papernotes.linkcheck.check import LOCK, Collection, check
from papernotes.linkcheck.fix import rewritings
from papernotes.linkcheck.folder import open_folder
from papernotes.linkcheck.lock import Record, dump, load
from papernotes.linkcheck.online.client import NoNetwork
from papernotes.linkcheck.online.report import report
from papernotes.linkcheck.online.run import Survey, run_urls, survey
from papernotes.linkcheck.online.state import NAME, load_state

ENTRY = """\
@misc{{bahdanau2015neural,
  title = {{Neural Machine Translation by Jointly Learning to Align and Translate}},
  author = {{Bahdanau, Dzmitry and Cho, Kyunghyun}},
  year = {{2015}},
  eprint = {{{0}}},
  archiveprefix = {{arXiv}},
  url = {{https://arxiv.org/abs/{0}}},
}}
"""
RIGHT, WRONG = "1409.0473", "1706.03762"


def curated(name: str) -> str:
    return dump({f"arxiv:{name}": Record(f"arxiv:{name}", BAHDANAU.title, "Bahdanau, Dzmitry", 2015, seen="2026-11-01")})


def folder(place: Path, text: str, arxiv_id: str = RIGHT, **more: str) -> Path:
    return make(place, {"mkdocs.yml": OURS, "docs/index.md": f"# Home\n\n[@bahdanau2015neural]\n\n{text}\n", "refs.bib": ENTRY.format(arxiv_id), LOCK: curated(arxiv_id), **more})


def online(place: Path, set_up, days: int = 0, **more) -> Survey:
    """Run the live checks of a folder against a world that `set_up` fills, some days after the start."""
    class Scene(JumpingLoop):
        """Serve the world on the loop that the run makes for itself."""

        def __init__(self):
            super().__init__()
            self.world = world
            self.run_until_complete(world.__aenter__())

        def close(self):
            self.run_until_complete(world.__aexit__())
            super().close()

    world = World(JumpingClock(START + timedelta(days)))
    Services().into(world)
    set_up(world)
    return survey(open_folder(place), {"resolver": world, "ssl": client_tls(), "clock": Dated(days), "limits": QUICK, "allow_loopback": True, "loop_factory": Scene, **more})


class Dated(JumpingClock):
    """Tell the date also outside a loop."""

    def __init__(self, days: int):
        super().__init__(START + timedelta(days))

    def now(self):
        return self.start


def blog(said: object):
    def set_up(world: World) -> None:
        world.hosts["blog.test"] = {"/a": said, "/b": page()}

    return set_up


def texts(findings) -> list[str]:
    return [f"{one.path}:{one.line}:{one.column} {one.severity} {one.code} {one.message} | {one.fix}" for one in findings]


def test_a_wrong_id_turns_a_curated_record_red(tmp_path: Path):
    place = folder(tmp_path, "Text.", WRONG)
    offline = check(Collection(open_folder(place)))
    assert [one for one in offline if one.severity == "error"] == []
    seen = online(place, blog(page()))
    what = f"arxiv:1706.03762 is 'Attention Is All You Need' (Ashish Vaswani, 2017), not '{BAHDANAU.title}'"
    assert texts(seen.findings) == [f"refs.bib:5:13 error wrong-paper '1706.03762' {what} | correct the id", f"refs.bib:7:10 error wrong-paper 'https://arxiv.org/abs/1706.03762' {what} | correct the id"]
    assert load(place / LOCK)["arxiv:1706.03762"] == Record("arxiv:1706.03762", "Attention Is All You Need", "Ashish Vaswani", 2017, versions=7, source="arxiv-api", seen="2026-11-22")
    assert [one.code for one in check(Collection(open_folder(place))) if one.severity == "error"] == ["wrong-paper"]
    assert texts(online(place, blog(page()), 1).findings) == []  # the offline check says it now


def test_a_right_id_becomes_verified(tmp_path: Path):
    place = folder(tmp_path, "[post](https://blog.test/a)")
    seen = online(place, blog(page()))
    assert texts(seen.findings) == []
    assert seen.lines == ["2 addresses asked online: 2 ok"]
    assert [record.verified for record in load(place / LOCK).values()] == [True]
    before = (place / LOCK).read_text()
    online(place, blog(page()), 7)
    assert (place / LOCK).read_text() == before  # a week's run changes no record that did not change
    online(place, blog(page()), 40)
    assert load(place / LOCK)["arxiv:1409.0473"].seen == "2027-01-01"


def test_a_dead_link_is_an_error_only_after_three_runs_over_a_week_and_names_its_copy(tmp_path: Path):
    def dead(world: World) -> None:
        blog(Reply(404))(world)
        Services(copies={"https://blog.test/a": "20190401120000"}).into(world)

    place = folder(tmp_path, "[post](https://blog.test/a)")
    runs = [texts(online(place, dead, days).findings) for days in (0, 3, 8)]
    copy = "link the copy https://web.archive.org/web/20190401120000/https://blog.test/a"
    assert runs == [
        [f"docs/index.md:5:8 warning gone 'https://blog.test/a' seems gone: 404: not found; failing since 2026-11-22, in 1 run | {copy}"],
        [f"docs/index.md:5:8 warning gone 'https://blog.test/a' seems gone: 404: not found; failing since 2026-11-22, in 2 runs | {copy}"],
        [f"docs/index.md:5:8 error dead 'https://blog.test/a' is dead: 404: not found; failing since 2026-11-22, in 3 runs | {copy}"],
    ]


def test_a_page_that_is_called_something_else_than_last_time_is_doubted(tmp_path: Path):
    place = folder(tmp_path, "[post](https://blog.test/a)")
    assert texts(online(place, blog(page("The Illustrated Transformer"))).findings) == []
    assert texts(online(place, blog(page("The Illustrated Transformer – Jay Alammar")), 7).findings) == []
    seen = online(place, blog(page("Best casino bonus codes")), 14)
    reason = "its title was 'The Illustrated Transformer – Jay Alammar' and is now 'Best casino bonus codes'"
    assert texts(seen.findings) == [f"docs/index.md:5:8 warning unsure 'https://blog.test/a' {reason} | open it; if it is still right, remove its line from links.state.json"]
    assert load_state(place / NAME)["https://blog.test/a"].title == "The Illustrated Transformer – Jay Alammar"


def test_a_permanent_redirect_is_found_with_the_address_to_write(tmp_path: Path):
    seen = online(folder(tmp_path, "[post](https://blog.test/a#part)"), blog(redirect(301, "/b")))
    assert texts(seen.findings)[0].startswith("docs/index.md:5:8 warning ")
    seen = online(folder(tmp_path, "[post](https://blog.test/a)"), blog(redirect(301, "/b")))
    assert texts(seen.findings) == ["docs/index.md:5:8 warning moved 'https://blog.test/a' moved for good | write https://blog.test/b"]


def test_what_moved_is_rewritten_where_that_is_asked_for(tmp_path: Path):
    place = folder(tmp_path, "[post](https://blog.test/a#part) and `https://blog.test/a`\n\n> [quoted](https://blog.test/a)")

    def set_up(world: World) -> None:
        world.hosts["blog.test"] = {"/a": redirect(301, "/b"), "/b": page(body="<h2 id=part>Part</h2><p>Words</p>")}

    seen = online(place, set_up)
    assert [one.code for one in seen.findings] == ["moved", "moved"]
    [change] = rewritings(place, seen.findings)
    assert change.text.splitlines()[4:] == ["[post](https://blog.test/b#part) and `https://blog.test/a`", "", "> [quoted](https://blog.test/a)"]


def test_a_record_does_not_change_because_another_service_spells_it_differently(tmp_path: Path):
    place = folder(tmp_path, "Text.")
    online(place, blog(page()))
    before = (place / LOCK).read_text()
    online(place, lambda world: Services(arxiv_says=[Reply(503)] * 3).into(world), 7)
    assert (place / LOCK).read_text() == before
    assert load(place / LOCK)["arxiv:1409.0473"].first_author == "Dzmitry Bahdanau"


def test_without_a_network_there_is_one_sentence_and_nothing_is_written(tmp_path: Path):
    def cut(world: World) -> None:
        world.unknown |= {"blog.test", *world.hosts}

    place = folder(tmp_path, "[post](https://blog.test/a)")
    before = sorted((path.name, path.read_bytes()) for path in place.iterdir() if path.is_file())
    with pytest.raises(NoNetwork) as fault:
        online(place, cut)
    assert str(fault.value) == "no network: not one of the addresses could be reached, so nothing was judged; connect and run it again"
    assert sorted((path.name, path.read_bytes()) for path in place.iterdir() if path.is_file()) == before


def test_one_address_without_a_network_is_not_called_gone():
    async def scene():
        async with World() as world:
            world.unknown |= {"blog.test", "doi.org", "web.archive.org"}
            await world.check("https://blog.test/a")

    with pytest.raises(NoNetwork, match="^no network: not one of the addresses could be reached, so nothing was judged; connect and run it again$"):
        run(scene())


def test_one_name_that_does_not_exist_is_gone_where_there_is_a_network(tmp_path: Path):
    seen = online(folder(tmp_path, "[post](https://nowhere.test/a)"), lambda world: world.unknown.add("nowhere.test"))
    assert texts(seen.findings) == ["docs/index.md:5:8 warning gone 'https://nowhere.test/a' seems gone: the name nowhere.test does not exist; failing since 2026-11-22, in 1 run | wait for the next runs, or correct the address"]


def test_progress_without_a_terminal_is_plain_lines(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    online(folder(tmp_path, "[post](https://blog.test/a)"), blog(page()))
    assert capsys.readouterr().err == "2 of 2 addresses asked\n"


def test_a_folder_that_is_not_ours_and_has_no_state_stays_as_it_is(tmp_path: Path):
    place = make(tmp_path, {"docs/index.md": "# Home\n\n[post](https://blog.test/a)\n"})
    assert texts(online(place, blog(Reply(410))).findings) == ["docs/index.md:3:8 warning gone 'https://blog.test/a' seems gone: 410: gone for good | wait for the next runs, or correct the address"]
    assert sorted(path.name for path in place.iterdir()) == ["docs", "mkdocs.yml"]


def test_the_report_escapes_what_servers_send_and_tells_ages(tmp_path: Path):
    place = folder(tmp_path, "[post](https://blog.test/a) [other](https://blog.test/b)")
    online(place, blog(page()))
    seen = online(place, blog(Reply(200, b"<title>404 <b>|</b> ![x](https://evil.test)</title>")), 200)
    lines = report(seen).splitlines()
    assert lines[:6] == ["# Links on 2027-06-10", "", "- 3 addresses asked online: 2 ok, 1 soft-404", "- 1 papers in the lock, 0 unverified", "- services were asked within their limits of 2026-11-22", ""]
    assert lines[-1] == r"| soft-404 | https://blog.test/a | it answers 200 but says '404 \| \!\[x\](https://evil.test)' | docs/index.md:5 |"


def test_an_interrupt_stops_soon_and_keeps_what_was_learnt(tmp_path: Path):
    place = folder(tmp_path, "[post](https://blog.test/b) [slow](https://blog.test/slow)")

    def set_up(world: World) -> None:
        async def interrupt(request, writer):
            while not world.asked("export.arxiv.org") or len(world.asked("blog.test")) < 2:
                await asyncio.sleep(0.01)
            await asyncio.sleep(5)  # until those answers are read
            os.kill(os.getpid(), signal.SIGINT)
            await asyncio.sleep(10**6)

        world.hosts["blog.test"] = {"/b": page("Quick"), "/slow": interrupt}

    inherited = signal.signal(signal.SIGINT, signal.default_int_handler)  # a job in the background inherits one that ignores it
    try:
        with pytest.raises(KeyboardInterrupt):
            online(place, set_up)
    finally:
        signal.signal(signal.SIGINT, inherited)
    assert {url: seen.verdict for url, seen in load_state(place / NAME).items()} == {"https://arxiv.org/abs/1409.0473": "ok", "https://blog.test/b": "ok"}
    assert load(place / LOCK)["arxiv:1409.0473"].verified


def test_a_run_that_is_killed_leaves_whole_files(tmp_path: Path):
    script = (
        "import sys; from datetime import date; from pathlib import Path\n"
        "from papernotes.linkcheck.online.state import update_state\nfrom papernotes.linkcheck.online.verdicts import Result, Verdict\n"
        "print('ready', flush=True)\n"
        "for number in range(10**6): update_state(Path(sys.argv[1]), [Result(f'https://a.test/{number}', Verdict.OK, 'x' * 10_000)], date(2026, 11, 22))\n"
    )
    path = tmp_path / NAME
    for _ in range(3):
        with subprocess.Popen([sys.executable, "-c", script, str(path)], stdout=subprocess.PIPE) as process:
            process.stdout.readline()
            while not path.exists():
                time.sleep(0.01)
            time.sleep(0.05)
            process.kill()
        assert load_state(path)
    assert update_state_again(path)


def update_state_again(path: Path) -> bool:
    """Write once more: the lock of a killed process is given back by the system."""
    from papernotes.linkcheck.online.state import update_state
    from papernotes.linkcheck.online.verdicts import Result, Verdict

    return "https://b.test/" in update_state(path, [Result("https://b.test/", Verdict.OK, "fine")], START.date())


def test_single_addresses_are_judged_one_line_each(serve_folder, tmp_path: Path):
    (tmp_path / "here.html").write_text("<title>Here\x1b[31m</title><p>Some words to read</p>")
    base = serve_folder(tmp_path)
    status, lines = run_urls([f"{base}here.html", f"{base}missing.html", "http://10.0.0.1/", "https://arxiv.org/abs/1713.01234"], {"allow_loopback": True, "limits": QUICK})
    assert status == 1
    assert lines == [
        f"ok\t{base}here.html\tit answers: 'Here\ufffd[31m'", f"gone\t{base}missing.html\t404: not found",
        "unsure\thttp://10.0.0.1/\tnot asked: 10.0.0.1 is a private address", "gone\thttps://arxiv.org/abs/1713.01234\tarXiv id '1713.01234' has no month 13",
    ]  # fmt: skip
    assert run_urls([f"{base}here.html"], {"allow_loopback": True, "limits": QUICK})[0] == 0


def test_addresses_of_this_computer_do_not_stand_in_for_each_other(tmp_path: Path):
    async def scene():
        async with World() as world:
            world.hosts["127.0.0.1"] = {f"/{n}": Reply(503, b"", {"Retry-After": "86400"}) for n in range(9)} | {"/a": page()}
            return [result.verdict for result in await world.check(*(f"http://127.0.0.1:{world.port}/{n}" for n in range(9)), f"http://127.0.0.1:{world.port}/a")]

    assert run(scene()) == ["transient"] * 9 + ["ok"]


@pytest.mark.parametrize(("name", "text", "message"), [
    (NAME, "{", "links.state.json:1: not JSON; restore it from version control, or delete it to begin anew"), ("links.toml", "x = 1", "links.toml: 'x' is not known; known are deadline, attempt, attempts, longest_wait, backoff, redirects, body, at_once, strikes, batch, mail"),
])  # fmt: skip
def test_a_file_of_ours_that_cannot_be_read_stops_the_run_in_one_line(tmp_path: Path, name: str, text: str, message: str):
    place = folder(tmp_path, "Text.", **{name: text})
    with pytest.raises(NoNetwork) as fault:
        survey(open_folder(place))
    assert str(fault.value) == message
    assert (place / name).read_text() == text


def test_the_offline_check_loads_nothing_of_the_online_one():
    code = "import sys, papernotes.linkcheck.command, papernotes.linkcheck.check, papernotes.linkcheck.online.state, papernotes.linkcheck.online.site\nprint([name for name in sys.modules if name.startswith('aiohttp') or name == 'asyncio'])"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "[]\n"
