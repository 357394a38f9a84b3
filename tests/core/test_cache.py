"""What a process keeps of a dossier is bounded, and forgotten before the next one."""

from __future__ import annotations

import gc
import subprocess
import sys

import pytest

from pipeline.core.cache import Cache, age, cached, cached_by_identity, forget
from pipeline.core.garbage import undisturbed


def test_the_things_used_last_are_kept() -> None:
    things: Cache[str, int] = Cache(2)
    for number, name in enumerate("ab"):
        things.keep(name, number)
    assert things.get("a") == 0
    things.keep("c", 2)
    assert (things.get("a"), things.get("b"), things.get("c")) == (0, None, 2)


def test_a_function_is_called_again_only_after_its_results_are_forgotten() -> None:
    calls: list[int] = []

    @cached(8)
    def double(number: int) -> int:
        calls.append(number)
        return 2 * number

    things: Cache[str, int] = Cache(8)
    things.keep("a", 1)
    assert [double(2), double(2)] == [4, 4]
    forget()
    assert (double(2), things.get("a"), calls) == (4, None, [2, 2])


class _Slippery:
    """A key during whose second look-up another thread lets everything go."""

    looked_up = 0

    def __hash__(self) -> int:
        self.looked_up += 1
        if self.looked_up == 3:  # the first was that of keeping it
            forget()
        return 1


def test_what_another_thread_lets_go_meanwhile_is_no_fault() -> None:
    things: Cache[_Slippery, str] = Cache(2)
    key = _Slippery()
    things.keep(key, "thing")
    assert things.get(key) == "thing"
    assert things.get(key) is None


def test_the_collector_waits_and_works_again_even_after_a_failure() -> None:
    def failing() -> None:
        with undisturbed(), undisturbed():
            assert not gc.isenabled()
            raise LookupError

    assert gc.isenabled()
    with pytest.raises(LookupError):
        failing()
    assert gc.isenabled()


#: A circle of objects that says when the collector finds it.
_CIRCLE = """
class Circle:
    def __init__(self): self.me = self
    def __del__(self): print("looked at", flush=True)
Circle()
"""


@pytest.mark.parametrize(("asked", "said"), [("", "looked at\n"), ("leave_at_exit()", "")])
def test_a_process_that_asks_for_it_ends_without_a_last_look_for_garbage(
    asked: str, said: str
) -> None:
    code = f"from pipeline.core.garbage import leave_at_exit\n{_CIRCLE}\n{asked}"
    done = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
    assert done.stdout == said


def test_a_result_by_identity_is_that_of_the_very_object_while_it_is_held() -> None:
    calls: list[list[int]] = []

    @cached_by_identity(2)
    def total(numbers: list[int], more: int) -> int:
        calls.append(numbers)
        return sum(numbers) + more

    one, two = [1], [1]
    assert [total(one, 1), total(one, 1), total(one, 2), total(two, 1)] == [2, 2, 3, 2]
    assert [id(row) for row in calls] == [id(one), id(one), id(two)]
    forget()
    assert [total(thing, 1) for thing in ([number] for number in range(5))] == [1, 2, 3, 4, 5]


def test_what_is_not_used_any_more_is_let_go_with_age_and_what_is_used_stays() -> None:
    things: Cache[str, int] = Cache(1000)
    things.keep("used", 0)
    for number in range(100):
        things.keep(f"version {number}", number)
        assert things.get("used") == 0
        age()
    kept_still = [number for number in range(100) if things.get(f"version {number}") is not None]
    assert kept_still == [97, 98, 99]


def test_results_of_a_function_do_not_grow_with_the_versions_of_a_dossier() -> None:
    made: list[int] = []

    @cached(10_000)
    def double(number: int) -> int:
        made.append(number)
        return 2 * number

    for version in range(1000):
        for number in (*range(50), 1000 + version):  # what stays, and what was edited
            double(number)
        age()
    assert len(made) < 1000 + 50 * 20, "all of it is made anew now and then, not each time"
    for version in range(200):
        double(5000 + version)
        age()
    made.clear()
    for version in range(200):
        double(5000 + version)
    assert len(made) > 100, "what was edited away is gone"
