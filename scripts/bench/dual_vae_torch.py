"""The Dual-VAE in PyTorch, the peer of the benchmark: float32, mode `corrected` with coord 0 or 1.

Answers, line by line on standard input and output, `load` (parameters, batch and noise of one step; gives the loss and
how far the slopes are from those given) and `run` (seconds per epoch over some epochs of Adam).
"""

import array
import json
import math
import sys
import time

import torch
from torch import nn
from torch.nn.functional import binary_cross_entropy_with_logits as cross_entropy

HIDDEN = 256
RATE = 1e-4


class Reader:
    """Takes tensors one after the other out of a file of float32 numbers."""

    def __init__(self, path, lengths):
        numbers = array.array("f")
        with open(path, "rb") as file:
            numbers.frombytes(file.read())
        whole = torch.tensor(numbers, dtype=torch.float32)
        self.arrays = list(whole.split(lengths))

    def layout(self, flat):
        """A function that takes the next tensor of a shape out of one array."""
        position = 0

        def take(*shape):
            nonlocal position
            size = math.prod(shape)
            position += size
            return flat[position - size : position].reshape(shape)

        return take


def dense(take, inputs, outputs):
    """A layer whose weights are given as inputs x outputs, then its bias."""
    layer = nn.Linear(inputs, outputs)
    with torch.no_grad():
        layer.weight.copy_(take(inputs, outputs).T)
        layer.bias.copy_(take(outputs))
    return layer


class DualVae(nn.Module):
    def __init__(self, sizes, take):
        super().__init__()
        side, length, latent, coord = sizes["side"], sizes["length"], sizes["latent"], sizes["coord"]
        self.coord, self.latent = coord, latent
        self.image_encoder = nn.Sequential(
            dense(take, side * side, HIDDEN), nn.Tanh(), dense(take, HIDDEN, HIDDEN), nn.Tanh(),
            dense(take, HIDDEN, 2 * (coord + latent)),
        )
        self.spectrum_encoder = nn.Sequential(
            dense(take, length, HIDDEN), nn.Tanh(), dense(take, HIDDEN, HIDDEN), nn.Tanh(), dense(take, HIDDEN, 2 * latent)
        )
        self.offsets = dense(take, latent, HIDDEN)
        first, second = take(HIDDEN, HIDDEN), take(HIDDEN, HIDDEN)
        biases = take(2, HIDDEN)
        output, places, output_bias = take(1, HIDDEN), take(2, HIDDEN), take(1)
        self.places = nn.Parameter(places.clone())
        self.spatial = nn.Sequential(
            nn.Linear(HIDDEN, HIDDEN), nn.Tanh(), nn.Linear(HIDDEN, HIDDEN), nn.Tanh(), nn.Linear(HIDDEN, 1)
        )
        with torch.no_grad():
            for layer, weight, bias in ((0, first, biases[0]), (2, second, biases[1])):
                self.spatial[layer].weight.copy_(weight.T)
                self.spatial[layer].bias.copy_(bias)
            self.spatial[4].weight.copy_(output)
            self.spatial[4].bias.copy_(output_bias)
        self.spectrum_decoder = nn.Sequential(
            dense(take, latent, HIDDEN), nn.Tanh(), dense(take, HIDDEN, HIDDEN), nn.Tanh(), dense(take, HIDDEN, length)
        )
        self.map = nn.Parameter(take(latent, latent).clone())
        rows, columns = torch.linspace(-1, 1, side), torch.linspace(1, -1, side)
        self.grid = torch.cartesian_prod(rows, columns)

    def slopes(self):
        """All slopes in the order and layout in which the parameters were given."""

        def of_dense(layer):
            return [layer.weight.grad.T.flatten(), layer.bias.grad]

        def of_chain(chain):
            return [part for layer in chain if isinstance(layer, nn.Linear) for part in of_dense(layer)]

        first, second, output = (layer for layer in self.spatial if isinstance(layer, nn.Linear))
        spatial = [first.weight.grad.T, second.weight.grad.T, first.bias.grad, second.bias.grad]
        spatial += [output.weight.grad, self.places.grad, output.bias.grad]
        parts = of_chain(self.image_encoder) + of_chain(self.spectrum_encoder) + of_dense(self.offsets)
        parts += spatial + of_chain(self.spectrum_decoder) + [self.map.grad]
        return torch.cat([part.flatten() for part in parts])

    def placed(self, angle):
        if self.coord == 0:
            return self.grid.expand(len(angle), -1, -1)
        cos, sin = torch.cos(angle), torch.sin(angle)
        turn = torch.stack([torch.stack([cos, sin], 1), torch.stack([-sin, cos], 1)], 1)
        return self.grid @ turn

    def forward(self, images, spectra, noise, weights):
        mean1, log1 = self.image_encoder(images).chunk(2, 1)
        mean2, log2 = self.spectrum_encoder(spectra).chunk(2, 1)
        mean2 = mean2 @ self.map
        z1, z2 = mean1 + log1.exp() * noise[0], mean2 + log2.exp() * noise[1]
        content = z1[:, self.coord :]
        places = self.placed(z1[:, 0])
        hidden = torch.tanh(places @ self.places + self.offsets(content)[:, None, :])
        count = len(images)
        bce = cross_entropy(self.spatial(hidden)[..., 0], images, reduction="sum")
        bce = bce + cross_entropy(self.spectrum_decoder(z2), spectra, reduction="sum")
        prior = torch.ones(z1.shape[1])
        prior[: self.coord] = math.pi / 2
        kl = (prior.log() - log1 + ((z1 / prior) ** 2 - noise[0] ** 2) / 2).sum()
        kl = kl + (-log2 + (z2**2 - noise[1] ** 2) / 2).sum()
        return (bce + weights["beta"] * kl) / count + weights["gamma"] * (content - z2).abs().mean()


class Peer:
    def load(self, file, lengths, sizes, weights):
        reader = Reader(file, lengths)
        flat, given, images, spectra, noise1, noise2 = reader.arrays
        count, latent = sizes["count"], sizes["latent"]
        self.model = DualVae(sizes, reader.layout(flat))
        self.batch = (images.reshape(count, -1), spectra.reshape(count, -1))
        self.noise = (noise1.reshape(count, -1), noise2.reshape(count, latent))
        self.weights = weights
        self.optimiser = torch.optim.Adam(self.model.parameters(), lr=RATE)
        loss = self.model(*self.batch, self.noise, weights)
        loss.backward()
        slopes = self.model.slopes()
        return {"loss": loss.item(), "slopes": ((slopes - given).norm() / given.norm()).item()}

    def run(self, epochs):
        started = time.perf_counter()
        for _ in range(epochs):
            noise = tuple(torch.randn_like(values) for values in self.noise)
            self.optimiser.zero_grad(set_to_none=True)
            self.model(*self.batch, noise, self.weights).backward()
            self.optimiser.step()
        return (time.perf_counter() - started) / epochs


def main():
    peer = Peer()
    torch.set_num_threads(int(sys.argv[1]))
    print(json.dumps({"version": torch.__version__, "worst": None}), flush=True)
    for line in sys.stdin:
        request = json.loads(line)
        answer = getattr(peer, request.pop("call"))(**request)
        print(json.dumps(answer), flush=True)


main()
