"""The least that PySide6 can show, as a program: one label in a window as large as the kiosk's; the yardstick for `kiosk run`."""

import signal
import sys

from PySide6.QtWidgets import QApplication, QLabel, QMainWindow

if __name__ == "__main__":
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    application = QApplication(sys.argv[:1])
    window = QMainWindow()
    window.setCentralWidget(QLabel("Xin chào"))
    window.resize(1280, 800)
    window.show()
    sys.exit(application.exec())
