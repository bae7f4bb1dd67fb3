"""Cameras, readers, pages and printers behind the ports of the domain; knows nothing of screens, storage or network."""

import os

# OpenCV reads these once, when it is first imported; every import of it lies below this package.
# Media Foundation's hardware transforms make opening a camera take up to 20 s on Windows.
os.environ.setdefault("OPENCV_VIDEOIO_MSMF_ENABLE_HW_TRANSFORMS", "0")
# A camera that is not there is an expected condition, reported as a status and not by the library on stderr.
os.environ.setdefault("OPENCV_LOG_LEVEL", "SILENT")
os.environ.setdefault("OPENCV_FFMPEG_LOGLEVEL", "-8")
# numpy's linear algebra would start a thread for every core, which spin while they wait for each other: reading one zone
# then cost five times the processor's time on a busy machine. The matrices here are small.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
