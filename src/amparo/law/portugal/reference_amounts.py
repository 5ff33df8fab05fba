"""Amounts that the rest of the law refers to: the support index (IAS) and the minimum wage (values in the YAML)."""
