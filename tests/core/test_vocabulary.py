import subprocess
import sys

from ampc_desktop.core.check import CheckResult, readiness
from ampc_desktop.core.problem import Kind, Problem


def _check(number: int, status: str) -> CheckResult:
    return CheckResult(number, f"c{number}", "name", "piece completeness", status, 0, 0, 0, "mm", "")  # type: ignore[arg-type]


def test_readiness_follows_the_worst_check_and_orders_by_number() -> None:
    assert readiness((_check(2, "pass"), _check(1, "skip"))).status == "ready"
    assert readiness((_check(2, "warn"), _check(1, "pass"))).status == "minor"
    report = readiness((_check(3, "warn"), _check(1, "fail"), _check(2, "pass")))
    assert report.status == "substantial"
    assert [check.number for check in report.checks] == [1, 2, 3]


def test_a_problem_is_one_sentence() -> None:
    problem = Problem("waist is 3000 mm,\nlimit 2000 mm", "body.yaml: waist", "give it in cm", Kind.NO, "x")
    assert problem.sentence == "body.yaml: waist: waist is 3000 mm, limit 2000 mm (give it in cm)"
    assert "\n" not in str(problem)
    factory, args = problem.__reduce__()
    assert factory(*args) == problem


def test_core_and_studio_know_no_qt_and_no_network() -> None:
    code = (
        "import sys, ampc_desktop.studio.context; "
        "heavy = {'PySide6', 'torch', 'vtkmodules', 'spyrrow', 'ortools'} & set(sys.modules); "
        "sys.exit(f'imported: {heavy}' if heavy else 0)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
