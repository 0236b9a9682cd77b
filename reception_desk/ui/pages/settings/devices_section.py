"""设备: what stands at this window, tried out before it is kept."""

from dataclasses import replace

from reception_desk import config
from reception_desk.config import Settings
from reception_desk.errors import DeskError
from reception_desk.ui.pages.settings.card_reader_card import CardReaderCard
from reception_desk.ui.pages.settings.petitioner_card import PetitionerCard
from reception_desk.ui.pages.settings.printer_card import PrinterCard
from reception_desk.ui.pages.settings.profiles_card import ProfilesCard
from reception_desk.ui.pages.settings.recorder_card import RecorderCard
from reception_desk.ui.pages.settings.scanner_card import ScannerCard
from reception_desk.ui.pages.settings.section import Section
from reception_desk.ui.widgets.buttons import Button, Look
from reception_desk.ui.workplace import Workplace


class DevicesSection(Section):
    """Edits the settings file, which may say something else than the simulated devices in use."""

    def __init__(self, workplace: Workplace) -> None:
        super().__init__(workplace, "设备", "先试用，再保存。没有设备也能登记，手工录入即可。")
        kept = self._kept()
        self.reader = CardReaderCard(workplace, kept.card_reader)
        self.scanner = ScannerCard(workplace, kept.scanner)
        self.receipt_printer = PrinterCard(
            workplace, "回执打印机", kept.receipt_printer, ("slip80", "slip58", "A5")
        )
        self.form_printer = PrinterCard(workplace, "登记单打印机", kept.form_printer, ("A4",))
        self.profiles = ProfilesCard(workplace, self.scanner.chosen)
        self.recorder = RecorderCard(workplace, kept.recorder)
        self.petitioner = PetitionerCard(kept.petitioner)
        scanning = (self.scanner, self.profiles)
        papers = (self.receipt_printer, self.form_printer)
        for card in (self.reader, *scanning, *papers, self.recorder, self.petitioner):
            self.add(card)
        self.body.addStretch(1)
        self.save_button = Button("保存", self.save, look=Look.PRIMARY)
        self.add_foot(self.save_button)

    def save(self) -> None:
        """Write the settings file; the devices are opened anew with the desk."""
        chosen = replace(
            self._kept(),
            card_reader=self.reader.chosen(),
            scanner=self.scanner.chosen(),
            receipt_printer=self.receipt_printer.chosen(),
            form_printer=self.form_printer.chosen(),
            recorder=self.recorder.chosen(),
            petitioner=self.petitioner.chosen(),
        )
        try:
            config.save(chosen)
        except DeskError as error:
            self.say_error(error)
            return
        self.say_reopen("设备设置已保存。")

    def _kept(self) -> Settings:
        try:
            return config.load(self.work.settings.home)
        except DeskError as error:
            self.say_error(error)
            return self.work.settings
