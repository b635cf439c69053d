"""Deep kernel learning in PyTorch, the peer of the benchmark: float32 network, exact Gaussian process.

Checks itself in float64 against the reference numbers of the learner's own tests first and refuses to work where it
disagrees. Then answers, line by line on standard input and output, `load` (a problem) and `run` (one timed step).
"""

import json
import math
import sys
import time
from pathlib import Path

import torch
from torch import nn

FIXTURE = Path(__file__).resolve().parents[2] / "src-main/learning/dkl/deepKernel.fixture.json"
TOLERANCE = 1e-9
NOISE_FLOOR = 1e-4
JITTER = 1e-6
CHUNK = 2048
LAYERS = {"dkl-small": [64, 64, 2], "dkl-atomai": [1000, 500, 50, 2], "dkl-engage": [128, 64, 16]}


class DeepKernel(nn.Module):
    """Dense network with rectifiers, embeddings scaled to +-0.95, radial kernel with one lengthscale a dimension."""

    def __init__(self, sizes, process_type=torch.float64):
        super().__init__()
        self.layers = nn.ModuleList(nn.Linear(a, b) for a, b in zip(sizes, sizes[1:]))
        self.process_type = process_type

        def zeros(*shape):
            return nn.Parameter(torch.zeros(shape, dtype=process_type))

        self.raw_lengthscale = zeros(sizes[-1])
        self.raw_outputscale = zeros()
        self.raw_noise = zeros()
        self.mean = zeros()

    def embed(self, x):
        for layer in self.layers[:-1]:
            x = torch.relu(layer(x))
        return self.layers[-1](x)

    def scale(self, u, low, high):
        """Range and clamp as constants: no slope goes through them."""
        return (1.9 * (u - low) / (high - low) - 0.95).to(self.process_type)

    def kernel(self, a, b):
        lengthscale = nn.functional.softplus(self.raw_lengthscale)
        a, b = a / lengthscale, b / lengthscale
        squared = (a * a).sum(1)[:, None] + (b * b).sum(1)[None, :] - 2 * a @ b.T
        return nn.functional.softplus(self.raw_outputscale) * torch.exp(-0.5 * squared.clamp_min(0))

    def evaluate(self, x, y):
        u = self.embed(x)
        low, high = u.detach().min(), u.detach().max()
        z = self.scale(u, low, high)
        noise = NOISE_FLOOR + nn.functional.softplus(self.raw_noise) + JITTER
        factor = torch.linalg.cholesky(self.kernel(z, z) + noise * torch.eye(len(y), dtype=self.process_type))
        residual = (y - self.mean)[:, None]
        alpha = torch.cholesky_solve(residual, factor)
        log_determinant = 2 * factor.diagonal().log().sum()
        loss = ((residual * alpha).sum() + log_determinant + len(y) * math.log(2 * math.pi)) / (2 * len(y))
        return loss, {"z": z, "low": low, "high": high, "factor": factor, "alpha": alpha}

    @torch.no_grad()
    def posterior(self, state, patches):
        mean, variance = [], []
        outputscale = nn.functional.softplus(self.raw_outputscale)
        for chunk in patches.split(CHUNK):
            u = self.embed(chunk).clamp(state["low"], state["high"])
            cross = self.kernel(state["z"], self.scale(u, state["low"], state["high"]))
            mean.append(self.mean + (state["alpha"].T @ cross)[0])
            solved = torch.linalg.solve_triangular(state["factor"], cross, upper=False)
            variance.append((outputscale - (solved * solved).sum(0)).clamp_min(1e-10))
        return torch.cat(mean), torch.cat(variance)


def wave(shape, a, b):
    count = math.prod(shape)
    return (a * torch.sin(b * torch.arange(1, count + 1, dtype=torch.float64))).reshape(shape)


def check():
    """Largest deviation from the reference; ends the program where it is above the tolerance."""
    reference = json.loads(FIXTURE.read_text())
    given = reference["inputs"]
    n, inputs, hidden = given["n"], given["inputDim"], given["hidden"]
    model = DeepKernel([inputs, hidden, hidden, given["embedding"]]).double()
    x = 0.5 + wave([n, inputs], 0.5, 0.7131)
    y = 0.5 + 0.5 * torch.cos(0.9 * torch.arange(1, n + 1, dtype=torch.float64))
    mixed = [0.6 * x[i] + 0.4 * x[(3 * i + 5) % n] for i in range(6)]
    test = torch.stack(mixed + [0.5 + wave([inputs], 0.5, 0.3911)])
    waves = [(0.08, 0.37), (0.05, 0.61), (0.12, 0.53), (0.05, 0.83), (0.15, 0.29), (0.02, 0.47)]
    weights = [p for layer in model.layers for p in (layer.weight, layer.bias)]
    with torch.no_grad():
        for parameter, (a, b) in zip(weights, waves):
            parameter.copy_(wave(list(parameter.shape), a, b))
        model.raw_lengthscale.copy_(torch.tensor(given["rawLengthscale"], dtype=torch.float64))
        model.raw_outputscale.fill_(given["rawOutputscale"])
        model.raw_noise.fill_(given["rawNoise"])
        model.mean.fill_(given["mean"])
    loss, state = model.evaluate(x, y)
    loss.backward()
    mean, variance = model.posterior(state, test)

    deviations = {}

    def compare(name, values, expected, size=None):
        values = torch.as_tensor(values, dtype=torch.float64).reshape(-1)
        expected = torch.as_tensor(expected, dtype=torch.float64).reshape(-1)
        size = expected.abs() if size is None else size
        deviations[name] = ((values - expected).abs() / size).max().item()

    compare("loss", loss.detach(), reference["loss"])
    compare("range", [state["low"], state["high"]], [reference["embeddingMin"], reference["embeddingMax"]])
    compare("mean of the posterior", mean, reference["posterior"]["mean"])
    compare("variance of the posterior", variance, reference["posterior"]["variance"])
    slopes = reference["grad"]
    for name, parameter in zip(["W1", "b1", "W2", "b2", "W3", "b3"], weights):
        # Some slopes cancel to 0; what is left of them counts against the size of the others.
        size = max(slopes[name]["norm"], 0.02)
        flat = parameter.grad.reshape(-1)
        compare(f"slope by {name}", flat[:4][: len(slopes[name]["first"])], slopes[name]["first"], size)
        compare(f"norm of the slope by {name}", flat.norm(), slopes[name]["norm"], size)
        compare(f"sum of the slope by {name}", flat.sum() / 20, slopes[name]["sum"] / 20, size)
    compare("slope by the lengthscales", model.raw_lengthscale.grad, slopes["rawLengthscale"]["first"])
    for name, parameter in [
        ("rawOutputscale", model.raw_outputscale),
        ("rawNoise", model.raw_noise),
        ("mean", model.mean),
    ]:
        compare(f"slope by {name}", parameter.grad, slopes[name])
    wrong = {name: value for name, value in deviations.items() if not value < TOLERANCE}
    if wrong:
        sys.exit(f"The PyTorch peer disagrees with the reference and is not timed: {wrong}")
    return max(deviations.values())


def load(request):
    """All patches of the image, row by row, and the measured ones among them."""
    size, side = request["size"], request["side"]
    image = torch.frombuffer(bytearray(Path(request["image"]).read_bytes()), dtype=torch.float32).reshape(side, side)
    patches = image.unfold(0, size, 1).unfold(1, size, 1).reshape(-1, size * size).contiguous()
    return patches, patches[request["measured"]].contiguous(), torch.tensor(request["targets"], dtype=torch.float64)


def step(problem, request):
    """Training from scratch, then mean and variance everywhere, upper confidence bound and the best candidate."""
    patches, x, y = problem
    torch.manual_seed(42)
    started = time.perf_counter()
    model = DeepKernel([x.shape[1], *LAYERS[request["profile"]]])
    optimiser = torch.optim.Adam(model.parameters(), lr=0.01)
    for _ in range(request["cycles"]):
        optimiser.zero_grad()
        loss, _state = model.evaluate(x, y)
        loss.backward()
        optimiser.step()
    with torch.no_grad():
        loss, state = model.evaluate(x, y)
    trained = time.perf_counter()
    mean, variance = model.posterior(state, patches)
    candidate = (mean + 2 * variance.sqrt()).argmax().item()
    ended = time.perf_counter()
    seconds = {"train": trained - started, "predict": ended - trained, "step": ended - started}
    return {"seconds": seconds, "loss": loss.item(), "candidate": candidate}


def main():
    worst = check()
    print(json.dumps({"version": torch.__version__, "worst": worst}), flush=True)
    problem = None
    for line in sys.stdin:
        request = json.loads(line)
        if request["call"] == "load":
            problem = load(request)
            answer = {}
        else:
            answer = step(problem, request)
        print(json.dumps(answer), flush=True)


if __name__ == "__main__":
    main()
