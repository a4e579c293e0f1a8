"""The entities of ``kg/entities`` as OWL individuals, to be edited in Protégé and brought back."""
