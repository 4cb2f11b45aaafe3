"""From conclusions to stars: draft decision, certifications, the ministry, appeals."""
