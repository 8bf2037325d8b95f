"""The screens of ZeMAG: each view checks the right by `zemag_pages.guard` and calls services of the domain."""
