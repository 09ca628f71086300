"""explain() of pools and of their resize errors."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from conftest import ROOT

from batchmodels import CloudPool, ResizeError, explain
from batchmodels.cli.main import cli
from batchmodels.explaining.codes import explain_code, nearest_code
from batchmodels.explaining.resize_codes import RESIZE_CODES, ResizeCode, resize_code_of

QUOTA = {"code": "AccountCoreQuotaReached", "message": "The specified account has reached core quota"}
POOL: dict[str, Any] = {
    "id": "encoders",
    "state": "active",
    "allocationState": "steady",
    "allocationStateTransitionTime": "2025-03-04T05:02:00Z",
    "vmSize": "standard_d2s_v3",
    "currentDedicatedNodes": 2,
    "targetDedicatedNodes": 10,
    "currentLowPriorityNodes": 0,
    "targetLowPriorityNodes": 0,
    "enableAutoScale": False,
    "resizeErrors": [QUOTA],
}
MISSING = "The nodes that could be allocated are in the pool and cost money."
KEPT = "An error stays in the pool until the next resize, so it may be old: the pool has as many nodes now as it should have."
AGAIN = "After that, resize the pool again: az batch pool resize --pool-id encoders"
PAGE = ROOT / "docs" / "how-to" / "failed-pools.md"


def pool(**others: Any) -> CloudPool:
    """The pool above with other members; None removes a member."""
    return CloudPool.deserialize({key: value for key, value in {**POOL, **others}.items() if value is not None})


def sentences(**others: Any) -> tuple[str, ...]:
    return explain(pool(**others)).sentences


def test_a_pool_that_has_reached_its_quota() -> None:
    explanation = explain(pool())
    assert explanation.sentences == (
        "Pool encoders has 2 of 10 dedicated nodes.",
        "Its last resize ended at 2025-03-04 05:02:00 UTC.",
        "The last resize failed:",
        "AccountCoreQuotaReached: the account's quota of cores for dedicated nodes is reached.",
        "Message from the service: The specified account has reached core quota.",
        MISSING,
    )
    assert (explanation.pool_id, explanation.state, explanation.failure_code) == ("encoders", "steady", QUOTA["code"])
    assert (explanation.costs_money, explanation.succeeded) == (True, None)
    known = RESIZE_CODES["AccountCoreQuotaReached"]
    assert explanation.causes == known.causes
    assert explanation.next_steps == (*known.fixes, f"{AGAIN} --target-dedicated-nodes 10 --target-low-priority-nodes 0.")


def test_several_errors_and_too_many() -> None:
    errors = [QUOTA, {"code": "New", "message": "m", "values": [{"name": "Reason", "value": "r"}]}, {}, QUOTA, QUOTA, QUOTA, {}]
    found = sentences(resizeErrors=errors)
    assert found[2] == "The last resize failed with 5 errors:"
    assert found[5:8] == (
        "New: a code that this version of batchmodels doesn't know.",
        "Message from the service: m (Reason: r).",
        "The service gives no code.",
    )
    assert found[-2:] == ("The pool has 2 more errors.", MISSING)
    assert len(explain(pool(resizeErrors=errors)).causes) == 3  # each once


def test_a_pool_without_errors() -> None:
    assert sentences(resizeErrors=None, currentDedicatedNodes=10)[2:] == ("The document has no resize errors.",)
    assert sentences(resizeErrors=[])[2:] == (
        "The document has no resize errors, although the pool doesn't have its target size.",
    )
    assert explain(pool(resizeErrors=None)).next_steps == ()


def test_an_error_that_may_be_old() -> None:
    explanation = explain(pool(currentDedicatedNodes=10))
    assert explanation.sentences[-1] == KEPT
    assert explanation.next_steps == RESIZE_CODES["AccountCoreQuotaReached"].fixes


@pytest.mark.parametrize(
    ("others", "first"),
    [
        (
            {"currentLowPriorityNodes": 1, "targetLowPriorityNodes": 4},
            "2 of 10 dedicated nodes and 1 of 4 Spot or low-priority",
        ),
        ({"targetDedicatedNodes": None}, "2 dedicated"),
        ({"currentDedicatedNodes": None, "currentLowPriorityNodes": 3}, "3 of 0 Spot or low-priority"),
    ],
)
def test_sizes(others: dict[str, Any], first: str) -> None:
    assert sentences(**others)[0] == f"Pool encoders has {first.removesuffix(' nodes')} nodes."


@pytest.mark.parametrize(
    ("others", "expected"),
    [
        (
            {"allocationState": "resizing"},
            (
                "Its allocation is resizing since 2025-03-04 05:02:00 UTC: nodes are being added or removed; the errors of a"
                " resize appear when it has ended."
            ),
        ),
        (
            {"allocationState": "stopping", "allocationStateTransitionTime": None},
            "Its allocation is stopping: the resize is being stopped.",
        ),
        ({"state": "deleting"}, "It is being deleted."),
    ],
)
def test_states(others: dict[str, Any], expected: str) -> None:
    assert sentences(**others)[1] == expected


def test_a_formula_that_fails() -> None:
    error = {"code": "AutoScalingFormulaEvaluationError", "message": "Autoscaling formula evaluation failed"}
    run = {"timestamp": "2025-03-04T05:10:00Z", "results": "", "error": error}
    explanation = explain(pool(enableAutoScale=True, autoScaleRun=run, targetLowPriorityNodes=None))
    assert explanation.sentences[-1] == (
        "The last evaluation of its autoscale formula at 2025-03-04 05:10:00 UTC failed with AutoScalingFormulaEvaluationError."
        " Message from the service: Autoscaling formula evaluation failed."
    )
    assert explanation.next_steps[-2:] == (
        (
            "Correct the formula. To see its result before you use it, run az batch pool autoscale evaluate --pool-id encoders"
            " --auto-scale-formula FORMULA."
        ),
        "After that, the pool is resized when its formula asks for another size, or when you enable the formula again.",
    )
    run = {"timestamp": "2025-03-04T05:10:00Z", "results": "$TargetDedicatedNodes=4;"}
    assert sentences(autoScaleRun=run)[-1] == (
        "Its formula was last evaluated at 2025-03-04 05:10:00 UTC: $TargetDedicatedNodes=4;."
    )


def test_a_document_with_errors_only() -> None:
    explanation = explain(CloudPool.deserialize({"resizeErrors": [QUOTA]}))
    assert explanation.sentences[0] == "The last resize failed:"
    assert explanation.next_steps[-1] == (
        "After that, resize the pool again: az batch pool resize --pool-id POOL --target-dedicated-nodes NODES."
    )
    assert explanation.costs_money is None
    assert explain(CloudPool()).sentences == (
        "The document doesn't contain the size of the pool.",
        "The document has no resize errors.",
    )


def test_secrets_are_masked() -> None:
    url = "https://x.blob.core.windows.net/c?sv=1&sig=c2VjcmV0"
    error = {"code": "AllocationFailed", "message": url, "values": [{"name": "Token", "value": "s3cret-1"}]}
    for subject in (pool(resizeErrors=[error]), ResizeError.deserialize(error)):
        assert "c2VjcmV0" not in str(explain(subject))
        assert "s3cret" not in str(explain(subject))


@pytest.mark.parametrize("code", RESIZE_CODES)
def test_every_code(code: str) -> None:
    explanation = explain(ResizeError(code=code.upper()))
    known = RESIZE_CODES[code]
    assert explanation.sentences == (f"{code.upper()}: {known.meaning}.",)
    assert (explanation.causes, explanation.next_steps) == (known.causes, known.fixes)
    assert known.fixes
    assert all(fix.endswith((".", '"')) for fix in known.fixes)
    assert not any(each.endswith(".") for each in (known.meaning, *known.causes))
    assert str(explain_code(code.lower())[0]).startswith(f"{code} (resize error of a pool): {known.meaning}.")


def test_codes_in_the_spelling_of_the_sdks() -> None:
    assert resize_code_of("AllocationTimedOut") is resize_code_of("allocationtimedout") is RESIZE_CODES["AllocationTimedout"]
    assert (resize_code_of("New"), resize_code_of(None)) == (None, None)
    assert nearest_code("AllocationTimeout") == "AllocationTimedout"
    assert nearest_code("pool") is None


def test_the_table_of_the_docs_is_complete() -> None:
    rows = [line for line in PAGE.read_text(encoding="utf-8").splitlines() if line.startswith("| `")]
    assert rows == [f"| `{code}` | {_row(known)} |" for code, known in RESIZE_CODES.items()]


def _row(known: ResizeCode) -> str:
    return f"{known.meaning} | {'<br>'.join(known.fixes)}"


class TestCommand:
    """``batchmodels explain`` with pools, errors and codes."""

    @pytest.fixture(autouse=True)
    def _directory(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.chdir(tmp_path)

    @staticmethod
    def explain(*arguments: str, document: Any = None) -> Result:
        text = document if isinstance(document, str) else json.dumps(document)
        return CliRunner().invoke(cli, ["explain", *arguments], input=text)

    @pytest.mark.parametrize("document", [POOL, [POOL], {"value": [POOL]}])
    def test_a_pool(self, document: Any) -> None:
        found = self.explain("-", document=document)
        assert (found.exit_code, found.stdout) == (0, f"{explain(pool())}\n")

    def test_only_the_errors(self) -> None:
        found = self.explain("-", document={"resizeErrors": [QUOTA]})
        assert found.stdout == f"{explain(CloudPool.deserialize({'resizeErrors': [QUOTA]}))}\n"

    @pytest.mark.parametrize("document", [QUOTA, [QUOTA]])
    def test_a_bare_error(self, document: Any) -> None:
        found = self.explain("-", document=document)
        assert (found.exit_code, found.stdout) == (0, f"{explain(ResizeError.deserialize(QUOTA))}\n")

    def test_bare_errors_of_arm_and_of_tasks(self) -> None:
        details = [{"code": "Reason", "message": "the subnet is delegated"}]
        found = self.explain("-", document={"code": "AllocationFailed", "message": "m", "details": details})
        assert "Message from the service: m (Reason: the subnet is delegated).\n" in found.stdout
        found = self.explain("-", document=[{"category": "usererror", "code": "BlobNotFound", "message": "m"}, {"code": "X"}])
        assert found.stdout.startswith(
            "BlobNotFound (failure of a task or a node): a resource file wasn't found.\nMessage from the service: m.\n"
        )
        assert found.stdout.endswith("\n\nX: a code that this version of batchmodels doesn't know.\n")

    def test_an_answer_of_arm(self) -> None:
        error = {"code": "AccountVMSeriesCoreQuotaReached", "message": "m"}
        properties = {
            "allocationState": "Steady",
            "provisioningState": "Succeeded",
            "vmSize": "STANDARD_D2S_V3",
            "currentDedicatedNodes": 0,
            "scaleSettings": {"fixedScale": {"targetDedicatedNodes": 4}},
            "resizeOperationStatus": {"targetDedicatedNodes": 4, "errors": [error]},
        }
        kind = "Microsoft.Batch/batchAccounts/pools"
        document = {"id": f"/x/{kind}/encoders", "name": "encoders", "type": kind, "etag": "1", "properties": properties}
        found = self.explain("-", document=document)
        assert found.exit_code == 0
        assert found.stdout.startswith("Pool encoders has 0 of 4 dedicated nodes.\nThe last resize failed:\n")

    @pytest.mark.parametrize("code", ["AllocationTimedout", "ALLOCATIONTIMEDOUT", "BlobNotFound", "JMComplete", "Unknown"])
    def test_a_code(self, code: str) -> None:
        found = self.explain(code)
        assert (found.exit_code, found.stdout) == (0, "\n\n".join(str(each) for each in explain_code(code)) + "\n")

    def test_a_misspelled_code(self) -> None:
        found = self.explain("AllocationTimeout")
        assert found.exit_code == 2
        assert found.stderr.splitlines() == [
            (
                "batchmodels: the service has no code AllocationTimeout, as far as batchmodels knows; did you mean"
                " AllocationTimedout?"
            ),
            "batchmodels: AllocationTimeout: it can't be read: No such file or directory",
        ]

    def test_a_file_with_the_name_of_a_code_is_a_file(self) -> None:
        Path("Unknown").write_text(json.dumps(POOL))
        assert self.explain("Unknown").stdout == f"{explain(pool())}\n"

    def test_the_type_can_be_named(self) -> None:
        document = {"state": "idle"}
        assert self.explain("-", document=document).exit_code == 2
        found = self.explain("-", "--type", "ComputeNode", document=document)
        assert (found.exit_code, found.stdout.splitlines()[0]) == (0, "This document contains no start task.")

    @pytest.mark.parametrize(
        ("document", "message"),
        [
            (
                {"id": "p", "vmSize": "x"},
                (
                    "expected a node, a task, a job, a pool or information about a run, as the service returns it, got"
                    " PoolAddParameter; use batchmodels check for it."
                ),
            ),
            ([], "expected a node, a task, a job, a pool or information about a run, as the service returns it, got none"),
            ({"code": "X", "foo": "bar"}, "expected a start task, a pool, a node, a job, a task or an ARM template"),
            ("", "got an empty file"),
        ],
    )
    def test_what_can_t_be_explained(self, document: Any, message: str) -> None:
        found = self.explain("-", document=document)
        assert found.exit_code == 2
        assert message in found.stderr
