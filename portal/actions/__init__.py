"""The deeds of the trade: one public function, one deed, one transaction."""
