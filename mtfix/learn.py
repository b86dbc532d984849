"""The two models that the fitting commands fit: a logistic regression and a conditional logit."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

Features = dict[str, float]


def logistic(rows: Sequence[tuple[Features, int]], penalty: float = 1.0) -> Features:
    """Logistic regression, classes balanced, L2 penalty, by Newton's method.

    Args:
        rows: features and label (0 or 1); a feature that is not there is 0.
        penalty: of the squared weights, halved.

    Returns:
        Weights by feature, to four places.

    >>> w = logistic([({"x": 1.0, "bias": 1.0}, 1), ({"x": -1.0, "bias": 1.0}, 0)])
    >>> w["x"] > 0.5
    True
    """
    names = sorted({k for f, _ in rows for k in f})
    at = {k: n for n, k in enumerate(names)}
    x = np.zeros((len(rows), len(names)))
    y = np.array([label for _, label in rows], float)
    for r, (f, _) in enumerate(rows):
        for k, value in f.items():
            x[r, at[k]] = value
    balance = np.where(y > 0, 0.5 / max(1.0, y.sum()), 0.5 / max(1.0, (1 - y).sum())) * len(rows)
    w = np.zeros(len(names))
    for _ in range(30):
        p = 1 / (1 + np.exp(-np.clip(x @ w, -30, 30)))
        gradient = x.T @ (balance * (p - y)) + penalty * w
        hessian = (x * (balance * p * (1 - p))[:, None]).T @ x + penalty * np.eye(len(names))
        step = np.linalg.solve(hessian, gradient)
        w -= step
        if np.abs(step).max() < 1e-6:
            break
    return {k: round(float(w[at[k]]), 4) for k in names}


def conditional_logit(groups: Sequence[Sequence[tuple[Features, bool]]], penalty: float = 1.0) -> Features:
    """A conditional logit (McFadden 1974): of the rows of each group one is right. L2 penalty, Newton's method.

    Args:
        groups: rows of features, each with whether it is the right one; exactly one in a group is.
        penalty: of the squared weights, halved.

    Returns:
        Weights by feature, to four places.

    >>> w = conditional_logit([[({"x": 1.0}, True), ({"x": 0.0}, False)]])
    >>> w["x"] > 0
    True
    """
    names = sorted({k for g in groups for f, _ in g for k in f})
    packed = [
        (np.array([[f.get(k, 0.0) for k in names] for f, _ in g]), next(n for n, (_, right) in enumerate(g) if right))
        for g in groups
    ]
    w = np.zeros(len(names))
    for _ in range(30):
        gradient, hessian = penalty * w, penalty * np.eye(len(names))
        for x, right in packed:
            z = x @ w
            p = np.exp(z - z.max())
            p /= p.sum()
            mean = p @ x
            gradient += mean - x[right]
            hessian += (x * p[:, None]).T @ x - np.outer(mean, mean)
        step = np.linalg.solve(hessian, gradient)
        w -= step
        if np.abs(step).max() < 1e-6:
            break
    return {k: round(float(v), 4) for k, v in zip(names, w, strict=True)}
